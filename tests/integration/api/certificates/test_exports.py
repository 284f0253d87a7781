"""Exports over HTTP, opened with the programs that people open them with."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from base64 import b64decode
from typing import TYPE_CHECKING, Any

import pytest
from botocore.client import BaseClient

from tests.integration.api.certificate_files import INTERMEDIATE, leaf, pem
from tests.integration.machine.aws.intercepted_calls import OPERATE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.api.conftest import Answer, Api

PASSWORD = "correct horse battery"
needs_keytool = pytest.mark.skipif(not shutil.which("keytool"), reason="there is no Java here")


@pytest.fixture
def certificate_id(api: Api) -> str:
    """An uploaded certificate."""
    answer = api.call("upload_certificate", scope="all", body=pem(leaf(), certificate_name="shop/front"))
    found: str = answer.document["certificate_id"]
    return found


def export(api: Api, certificate_id: str, form: str, **more: object) -> Answer:
    """Exports."""
    return api.call("export_certificate", scope="all", certificate_id=certificate_id, body={"format": form, **more})


def ran(folder: Path, answer: Answer, *command: str) -> str:
    """What a program says of the exported file."""
    assert answer.status == 200, answer.text
    file = folder / answer.document["file_name"]
    file.write_bytes(b64decode(answer.document["content"]))
    done = subprocess.run([*command, str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def records(api: Api) -> list[dict[str, Any]]:
    """What was written down of exports."""
    return [row for row in api.rows() if row["pk"]["S"].startswith("EXPORTS#")]


@pytest.mark.parametrize(("form", "extra"), [("pfx", []), ("pfx_legacy", ["-legacy"])])
def test_openssl_opens_a_pfx(api: Api, certificate_id: str, tmp_path: Path, form: str, extra: list[str]) -> None:
    """With key and chain; the old form with the old algorithms."""
    answer = export(api, certificate_id, form, password=PASSWORD)
    assert (answer.document["alias"], answer.document["remarks"]) == ("shop/front", [])
    command = ["openssl", "pkcs12", *extra, "-nodes", "-passin", f"pass:{PASSWORD}", "-in"]
    said = ran(tmp_path, answer, *command)
    assert (said.count("BEGIN CERTIFICATE"), said.count("BEGIN PRIVATE KEY")) == (2, 1)
    assert said.count("friendlyName: shop/front") == 2
    assert answer.document["file_name"] == "shop-front.pfx"
    assert answer.headers["Cache-Control"] == "no-store"


@needs_keytool
@pytest.mark.parametrize(
    ("form", "kind", "given"),
    [
        ("jks", "PrivateKeyEntry", {"password": PASSWORD}),
        ("truststore", "trustedCertEntry", {}),
        ("truststore", "trustedCertEntry", {"password": PASSWORD}),
        ("pfx", "PrivateKey", {"password": PASSWORD}),
    ],
)
def test_keytool_opens_what_java_takes(
    api: Api, certificate_id: str, tmp_path: Path, form: str, kind: str, given: dict[str, str]
) -> None:
    """Key stores with chain and key, trust stores with issuers only, whose password is Java's unless one is given."""
    answer = export(api, certificate_id, form, **given)
    command = ["keytool", "-list", "-v", "-storepass", given.get("password", "changeit"), "-keystore"]
    assert kind in ran(tmp_path, answer, *command)


def test_openssl_opens_the_public_forms(api: Api, certificate_id: str, tmp_path: Path) -> None:
    """Without a password: there is nothing to protect."""
    der = ran(tmp_path, export(api, certificate_id, "der"), "openssl", "x509", "-inform", "DER", "-subject", "-in")
    assert "www.shop.example" in der
    p7b = export(api, certificate_id, "p7b")
    assert ran(tmp_path, p7b, "openssl", "pkcs7", "-inform", "DER", "-print_certs", "-in").count("subject") == 2
    chain = export(api, certificate_id, "pem", part="chain")
    assert b64decode(chain.document["content"]).decode() == INTERMEDIATE.pem
    assert "private_key" not in chain.document


def test_a_pem_export_is_a_zip_of_four_files(api: Api, certificate_id: str, tmp_path: Path) -> None:
    """The key in it is encrypted where a password is given, and stands nowhere else then."""
    plain = export(api, certificate_id, "pem").document
    files = zipfile.ZipFile(io.BytesIO(b64decode(plain["content"])))
    assert set(files.namelist()) == {"cert.pem", "chain.pem", "fullchain.pem", "privkey.pem"}
    assert files.read("privkey.pem").decode() == plain["private_key"]
    locked = export(api, certificate_id, "pem", password=PASSWORD)
    assert "private_key" not in locked.document
    key = zipfile.ZipFile(io.BytesIO(b64decode(locked.document["content"]))).read("privkey.pem")
    (tmp_path / "key.pem").write_bytes(key)
    command = ["openssl", "pkey", "-noout", "-passin", f"pass:{PASSWORD}", "-in", str(tmp_path / "key.pem")]
    assert subprocess.run(command, check=False).returncode == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"format": "pfx"}, "required"),
        ({"format": "jks", "password": None}, "required"),
        ({"format": "pfx", "password": "eleven char"}, "password_length"),
        ({"format": "pem", "password": "short"}, "password_length"),
        ({"format": "pfx", "password": "nul \0 in the middle"}, "password_characters"),
        ({"format": "der", "part": "chain"}, "not_of_format"),
        ({"format": "truststore", "password": "short"}, "password_length"),
        ({"format": "der", "password": PASSWORD}, "not_of_format"),
        ({"format": "p7b", "password": PASSWORD}, "not_of_format"),
        ({"format": "pem", "part": "fullchain", "password": PASSWORD}, "not_of_format"),
    ],
)
def test_a_password_or_a_part_that_does_not_fit_is_refused(
    api: Api, certificate_id: str, body: dict[str, Any], code: str
) -> None:
    """And nothing has left, so nothing is recorded."""
    answer = api.call("export_certificate", scope="all", certificate_id=certificate_id, body=body)
    assert (answer.status, answer.document["errors"][0]["code"]) == (422, code)
    assert not records(api)


def test_a_version_before_is_exported_by_its_number(api: Api, certificate_id: str) -> None:
    """The current one unless a number is given; a version that never was is not found."""
    new = leaf("new.shop.example")
    meant = pem(new, confirmed={"version": 1, "losses": ["names_lost"]})
    assert api.call("upload_version", scope="all", certificate_id=certificate_id, body=meant).status == 201
    assert export(api, certificate_id, "pem").document["private_key"] == new.key_pem
    before = export(api, certificate_id, "pem", version=1).document
    assert (before["version"], before["private_key"]) != (2, new.key_pem)
    assert export(api, certificate_id, "pem", version=3).status == 404


def test_who_took_what_and_why_is_recorded(api: Api, certificate_id: str) -> None:
    """With and without a key."""
    export(api, certificate_id, "pfx", password=PASSWORD, reason="the new load balancer")
    export(api, certificate_id, "der")
    first, second = sorted(records(api), key=lambda row: row["sk"]["S"])
    assert first["reason"]["S"] == "the new load balancer"
    assert (first["caller"]["S"].rpartition("/")[2], first["source_ip"]["S"]) == ("olive", "192.0.2.1")
    assert [row["with_key"]["BOOL"] for row in (first, second)] == [True, False]
    assert PASSWORD not in str(api.rows())


def test_nothing_leaves_that_could_not_be_recorded(
    api: Api, certificate_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record comes first: where it fails, the answer has no key."""
    operate = getattr(BaseClient, OPERATE)

    def unrecorded(self: BaseClient, operation: str, given: Any) -> object:  # noqa: ANN401 - botocore's own
        if operation == "PutItem" and given["Item"]["pk"]["S"].startswith("EXPORTS#"):
            raise RuntimeError
        return operate(self, operation, given)

    monkeypatch.setattr(BaseClient, OPERATE, unrecorded)
    answer = export(api, certificate_id, "pem")
    assert answer.status == 500
    assert "PRIVATE KEY" not in answer.text
