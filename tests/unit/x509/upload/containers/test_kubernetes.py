"""A Kubernetes Secret is read as kubectl prints it, and as people write it; nothing else in it is taken or shown."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest
import yaml

from certkeeper.domain.uploads import limits
from certkeeper.domain.uploads.refusals import Refusal
from tests.unit.x509.pki import INTERMEDIATE, LEAF, ROOT
from tests.unit.x509.upload.hostile import laughs
from tests.unit.x509.upload.uploading import codes, read, refusal, refused

CHAIN = LEAF.pem + INTERMEDIATE.pem


def in_base64(text: str) -> str:
    """A value of `data`."""
    return b64encode(text.encode()).decode()


DATA = {"tls.crt": in_base64(CHAIN), "tls.key": in_base64(LEAF.key_pem)}
SECRET: dict[str, Any] = {
    "apiVersion": "v1",
    "data": DATA,
    "kind": "Secret",
    "metadata": {
        "name": "shop-tls",
        "annotations": {"cert-manager.io/alt-names": "shop.example.test"},
        "managedFields": [{"fieldsV1": {"f:data": {".": {}, "f:tls.crt": {}}}, "time": "2026-06-01T00:00:00Z"}],
    },
    "type": "kubernetes.io/tls",
}
OTHER = {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "shop"}}
LIST = {"apiVersion": "v1", "kind": "List", "items": [OTHER, SECRET]}
CLEAR = {**SECRET, "data": None, "stringData": {"tls.crt": CHAIN, "tls.key": LEAF.key_pem}}
FOLDED = """\
apiVersion: v1
kind: "Secret"   # for the shop
type: kubernetes.io/tls
data:
  tls.crt: >-
    {}
  tls.key: !!binary |
    {}
""".format(*("\n    ".join(DATA[key][at : at + 76] for at in range(0, len(DATA[key]), 76)) for key in DATA))
WRITTEN: dict[str, str | bytes] = {
    "YAML": yaml.safe_dump(SECRET),
    "JSON": json.dumps(SECRET, indent=4),
    "JSON in one line": json.dumps(SECRET, separators=(",", ":")),
    "a List in YAML": yaml.safe_dump(LIST),
    "a List in JSON": json.dumps(LIST),
    "several documents": yaml.safe_dump_all([OTHER, SECRET, None]),
    "JSON among documents": f"---\n{json.dumps(OTHER)}\n---\n{json.dumps(SECRET)}\n",
    "stringData": yaml.safe_dump(CLEAR),
    "stringData in JSON": json.dumps(CLEAR),
    "stringData as blocks": yaml.safe_dump(CLEAR, default_style="|"),
    "lines folded, with a tag and a comment": FOLDED,
    "CRLF and a byte order mark": b"\xef\xbb\xbf" + yaml.safe_dump(SECRET).replace("\n", "\r\n").encode(),
    "UTF-16, as PowerShell's > writes it": yaml.safe_dump(SECRET).encode("utf-16"),
    "hard spaces, as from a wiki": yaml.safe_dump(SECRET).replace("  ", "\u00a0\u00a0"),
    "base64 of the file": b64encode(yaml.safe_dump(SECRET).encode()),
    "values in base64 twice": yaml.safe_dump(
        {**SECRET, "data": {name: in_base64(value) for name, value in DATA.items()}}
    ),
    "the CA beside": yaml.safe_dump({**SECRET, "data": {**DATA, "ca.crt": in_base64(ROOT.pem)}}),
    "of type Opaque, under other keys": yaml.safe_dump(
        {
            **SECRET,
            "type": "Opaque",
            "data": {"cert": DATA["tls.crt"], "server.key": DATA["tls.key"], "user": in_base64("administrator")},
        }
    ),
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_secret_reads_like_its_files(written: str | bytes) -> None:
    """Certificate, chain and key are those of the Secret."""
    sound = read(written)
    assert (sound.certificate_pem, sound.chain_pem) == (LEAF.pem, INTERMEDIATE.pem)
    assert sound.private_key_pem == LEAF.key_pem


def test_the_order_of_the_alphabet_is_not_called_an_order_of_certificates() -> None:
    """Kubectl sorts `ca.crt` before `tls.crt`: nobody wrote the chain in a wrong order."""
    assert "reordered" not in codes(read(WRITTEN["the CA beside"]))


def test_other_values_of_a_secret_are_left_out_and_not_shown() -> None:
    """A key store beside tls.crt, a password, an empty value; the answer counts none of them by name."""
    others = {"keystore.p12": in_base64("canary-store"), "canary-password": in_base64("canary"), "ca.crt": ""}
    sound = read(yaml.safe_dump({**SECRET, "data": {**DATA, **others}}))
    assert "files_left_out" in codes(sound)
    assert "canary" not in repr(sound)
    assert "files_left_out" not in codes(read(yaml.safe_dump(SECRET)))
    error = refused(yaml.safe_dump({**SECRET, "data": {"canary.crt": in_base64("canary")}}))
    assert "canary" not in f"{error!r}{error}{error.violations}"


BAD: dict[str, tuple[str, Refusal]] = {
    "aliases": ("\n".join(laughs(9)), Refusal.SECRET_UNREADABLE),
    "one alias": (yaml.safe_dump(SECRET).replace("kind:", "x: &x y\nz: *x\nkind:"), Refusal.SECRET_UNREADABLE),
    "deep lists": ("kind: Secret\na: " + "[" * 200_000, Refusal.SECRET_UNREADABLE),
    "deep JSON": ('{"kind":"Secret","a":' + "[" * 200_000, Refusal.SECRET_UNREADABLE),
    "many parts": ("kind: Secret\na: [" + "x," * limits.MAX_SECRET_PARTS + "]", Refusal.SECRET_UNREADABLE),
    "a template": ("kind: Secret\ndata:\n  tls.crt: {{ .Values.crt | b64enc }}\n", Refusal.SECRET_UNREADABLE),
    "an object": ("kind: Secret\ndata: !!python/object/apply:os.system [id]\n", Refusal.CERTIFICATE_MISSING),
    "a list without a Secret": (yaml.safe_dump({"kind": "List", "items": [OTHER]}), Refusal.SECRET_UNREADABLE),
    "a list in a list": (yaml.safe_dump({"kind": "List", "items": [LIST]}), Refusal.SECRET_UNREADABLE),
    "no values": (yaml.safe_dump({**SECRET, "data": {}}), Refusal.CERTIFICATE_MISSING),
    "only the certificate": (yaml.safe_dump({**SECRET, "data": {"tls.crt": DATA["tls.crt"]}}), Refusal.KEY_MISSING),
    "a value that is cut off": (
        yaml.safe_dump({**SECRET, "data": {**DATA, "tls.crt": in_base64(CHAIN[:-50])}}),
        Refusal.PARTLY_READ,
    ),
    "two keys": (
        yaml.safe_dump_all([SECRET, {**SECRET, "data": {"tls.key": in_base64(ROOT.key_pem)}}]),
        Refusal.SEVERAL_KEYS,
    ),
    "lone surrogates": (r'{"kind":"Secret","stringData":{"tls.crt":"\ud800"}}', Refusal.UNREADABLE),
    "another kind": (yaml.safe_dump({**SECRET, "kind": "SealedSecret"}), Refusal.UNREADABLE),
}


@pytest.mark.parametrize(("written", "expected"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_read_is_named(written: str, expected: Refusal) -> None:
    """No alias, no depth and no tag does anything but end the reading."""
    assert refusal(written) is expected


def test_a_text_about_a_secret_is_no_secret() -> None:
    """Blocks in a text that quotes YAML are read as in any text."""
    text = f"Put it into a Secret (kind: Secret, see below).\n{CHAIN}{LEAF.key_pem}\n  data: {{ }} }}"
    assert read(text).private_key_pem == LEAF.key_pem
