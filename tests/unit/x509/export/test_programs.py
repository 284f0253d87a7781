"""Everything exported opens with the programs that people have: `openssl`, and `keytool` where there is Java."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from certkeeper.domain.certificates.exports import ExportChoice, ExportFormat, ExportPart
from certkeeper.domain.uploads.refusals import Refusal
from certkeeper.services.certificates.export_encoding import ENCODERS
from certkeeper.x509.export import java, pem, pfx, public
from tests.unit.x509.export.stored import ALIAS, BOTH, EC, PASSWORD
from tests.unit.x509.pki import INTERMEDIATE, NOW, ROOT, sign
from tests.unit.x509.upload.uploading import read, refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from certkeeper.x509.export.parts import Parts
    from certkeeper.x509.export.pfx import Encoder

OPENSSL, KEYTOOL = shutil.which("openssl"), shutil.which("keytool")
needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="the openssl program is not on PATH")
needs_keytool = pytest.mark.skipif(KEYTOOL is None, reason="keytool is not on PATH: there is no Java here")
both = pytest.mark.parametrize("parts", BOTH.values(), ids=BOTH.keys())


QUICK_START = ("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC")
"""A keytool that works for a second needs neither the optimising compiler nor the collector with threads."""


def keytool(*arguments: str) -> str:
    """Run keytool, which reads the password from its environment; return what it says."""
    return run("keytool", *QUICK_START, *arguments)


def run(*command: str) -> str:
    """Run a program, which reads the password from its environment; return what it says."""
    environment = os.environ | {"PASSWORD": PASSWORD, "LC_ALL": "C"}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=120)
    return done.stdout + done.stderr


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[bytes], str]:
    """Save bytes in a file, and return its path."""

    def save(content: bytes) -> str:
        path = tmp_path / "exported"
        path.write_bytes(content)
        return str(path)

    return save


@needs_openssl
@both
@pytest.mark.parametrize("encode", [pfx.pfx, pfx.legacy_pfx])
def test_openssl_opens_a_pfx(parts: Parts, encode: Encoder, saved: Callable[[bytes], str]) -> None:
    """Two certificates and a key, under the alias."""
    said = run("openssl", "pkcs12", "-in", saved(encode(parts, PASSWORD, ALIAS)), "-passin", "env:PASSWORD", "-nodes")
    assert said.count("BEGIN CERTIFICATE") == 2
    assert said.count("BEGIN PRIVATE KEY") == 1
    assert f"friendlyName: {ALIAS}" in said


@needs_openssl
@both
def test_openssl_opens_an_encrypted_key(parts: Parts, saved: Callable[[bytes], str]) -> None:
    """And finds its numbers sound."""
    path = saved(pem.pem_part(parts, ExportPart.PRIVATE_KEY, PASSWORD))
    assert "valid" in run("openssl", "pkey", "-in", path, "-passin", "env:PASSWORD", "-noout", "-check")


@needs_openssl
def test_openssl_opens_the_public_forms(saved: Callable[[bytes], str]) -> None:
    """DER, P7B and PEM."""
    assert "shop.example.test" in run("openssl", "x509", "-inform", "DER", "-in", saved(public.der(EC)), "-text")
    listed = run("openssl", "pkcs7", "-inform", "DER", "-in", saved(public.p7b(EC)), "-print_certs")
    assert listed.count("subject=") == 2
    chain = saved(pem.pem_part(EC, ExportPart.FULL_CHAIN))
    assert "CN = shop.example.test" in run("openssl", "x509", "-in", chain, "-noout", "-subject")


@needs_keytool
@both
def test_keytool_opens_a_java_store(parts: Parts, saved: Callable[[bytes], str]) -> None:
    """With a key of either kind."""
    assert_one_key_with_its_chain(saved(java.key_store(parts, PASSWORD, ALIAS, NOW)), "JKS")


@needs_keytool
@pytest.mark.parametrize("encode", [pfx.pfx, pfx.legacy_pfx])
def test_keytool_opens_a_pfx(encode: Encoder, saved: Callable[[bytes], str]) -> None:
    """Of either age; each takes Java seconds, so that keys of the other kind are left to openssl."""
    assert_one_key_with_its_chain(saved(encode(EC, PASSWORD, ALIAS)), "PKCS12")


def assert_one_key_with_its_chain(path: str, kind: str) -> None:
    """One key entry, with a chain of two."""
    said = keytool(*("-list", "-v", "-keystore", path, "-storetype", kind), *("-storepass:env", "PASSWORD"))
    assert f"Alias name: {ALIAS}" in said
    assert "PrivateKeyEntry" in said
    assert "Certificate chain length: 2" in said


@needs_keytool
def test_keytool_opens_a_trust_store(saved: Callable[[bytes], str]) -> None:
    """With Java's own password for it."""
    path = saved(java.trust_store([ROOT.certificate, INTERMEDIATE.certificate], NOW))
    said = keytool("-list", "-keystore", path, "-storepass", java.TRUSTSTORE_PASSWORD)
    assert said.count("trustedCertEntry") == 2


@needs_keytool
def test_exports_of_two_certificates_go_into_one_key_store(tmp_path: Path) -> None:
    """Each entry has its certificate's name, so that none overwrites another without a question."""
    target = ("-destkeystore", str(tmp_path / "all.p12"), "-deststoretype", "pkcs12", "-deststorepass:env", "PASSWORD")
    pfx_choice, jks_choice = (ExportChoice(form, password=PASSWORD) for form in (ExportFormat.PFX, ExportFormat.JKS))
    for name, choice in (("shop.example.test", pfx_choice), ("*.Münchner-Laden.test", jks_choice)):
        store = tmp_path / choice.format
        store.write_bytes(ENCODERS[choice.format](EC, choice.named_after(name), NOW))
        from_store = ("-srckeystore", str(store), "-srcstorepass:env", "PASSWORD")
        keytool("-importkeystore", "-noprompt", *from_store, *target)
    listed = keytool("-list", "-keystore", str(tmp_path / "all.p12"), "-storepass:env", "PASSWORD")
    assert listed.count("PrivateKeyEntry") == 2


@needs_keytool
def test_trust_stores_go_into_one(tmp_path: Path) -> None:
    """One issuer is one entry in both; two of one name are two."""
    one, other = (sign("Issuing CA", ca=True).certificate for _ in range(2))
    target = ("-destkeystore", str(tmp_path / "all.jks"), "-deststorepass", java.TRUSTSTORE_PASSWORD)
    for number, issuers in enumerate([[ROOT.certificate, one], [other, ROOT.certificate]]):
        store = tmp_path / f"{number}.jks"
        store.write_bytes(java.trust_store(issuers, NOW))
        from_store = ("-srckeystore", str(store), "-srcstorepass", java.TRUSTSTORE_PASSWORD)
        keytool("-importkeystore", "-noprompt", *from_store, *target)
    listed = keytool("-list", "-keystore", str(tmp_path / "all.jks"), "-storepass", java.TRUSTSTORE_PASSWORD)
    assert listed.count("trustedCertEntry") == 3


@needs_keytool
def test_java_opens_no_pfx_under_a_password_beyond_ascii(tmp_path: Path) -> None:
    """As the remark says; it opens a JKS under the same."""
    (tmp_path / "password").write_text("pässwörter im Laden", encoding="utf-8")
    stores = {"pfx": pfx.pfx(EC, "pässwörter im Laden", ALIAS)}
    stores["jks"] = java.key_store(EC, "pässwörter im Laden", ALIAS, NOW)
    opened = set()
    for name, content in stores.items():
        (tmp_path / name).write_bytes(content)
        command = ["keytool", *QUICK_START, "-J-Dfile.encoding=UTF-8", "-list", "-keystore", str(tmp_path / name)]
        command += ["-storepass:file", str(tmp_path / "password")]
        if subprocess.run(command, check=False, capture_output=True, timeout=120).returncode == 0:
            opened.add(name)
    assert opened == {"jks"}


@needs_keytool
@both
def test_the_key_in_a_java_store_opens_too(parts: Parts, saved: Callable[[bytes], str], tmp_path: Path) -> None:
    """Keytool turns it into PKCS#12, as people do before they upload it; and that reads back."""
    path, target = saved(java.key_store(parts, PASSWORD, ALIAS, NOW)), tmp_path / "converted.p12"
    keytool(
        *("-importkeystore", "-srckeystore", path, "-srcstorepass:env", "PASSWORD"),
        *("-destkeystore", str(target), "-deststoretype", "pkcs12", "-deststorepass:env", "PASSWORD"),
    )
    sound = read(target.read_bytes(), password=PASSWORD)
    assert sound.private_key_pem.encode() == pem.pem_part(parts, ExportPart.PRIVATE_KEY)
    assert sound.chain_pem == INTERMEDIATE.pem


@needs_keytool
def test_a_store_of_two_keys_is_refused_and_of_one_is_read(tmp_path: Path) -> None:
    """Java's PKCS#12 may hold many; libraries silently take the first."""
    store = tmp_path / "store.p12"
    make = ("-genkeypair", "-keystore", str(store), "-storepass:env", "PASSWORD", "-keyalg", "EC")
    keytool(*make, "-alias", "one", "-dname", "CN=shop.example.test", "-startdate", "2026/05/01", "-validity", "90")
    assert read(store.read_bytes(), password=PASSWORD).facts.common_name == "shop.example.test"
    keytool(*make, "-alias", "other", "-dname", "CN=other.example.test")
    assert refusal(store.read_bytes(), password=PASSWORD) is Refusal.SEVERAL_KEYS


def test_what_java_stores_in_its_own_form_is_recognised() -> None:
    """With the command that converts it."""
    assert refusal(java.key_store(EC, PASSWORD, ALIAS, NOW), password=PASSWORD) is Refusal.JAVA_KEYSTORE


@needs_openssl
@pytest.mark.parametrize(
    "options",
    [
        (),
        ("-nomac",),
        ("-keypbe", "NONE", "-certpbe", "NONE"),
        ("-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"),
        ("-iter", "1", "-nomaciter"),
        ("-keypbe", "aes-128-cbc", "-certpbe", "aes-192-cbc", "-macalg", "sha512"),
    ],
)
def test_what_openssl_packs_is_read(options: tuple[str, ...], saved: Callable[[bytes], str], tmp_path: Path) -> None:
    """Every age of its PKCS#12."""
    source = saved(pem.pem_part(EC, ExportPart.PRIVATE_KEY) + pem.pem_part(EC, ExportPart.FULL_CHAIN))
    target = tmp_path / "packed.p12"
    run("openssl", "pkcs12", "-export", "-in", source, "-out", str(target), "-passout", "env:PASSWORD", *options)
    assert read(target.read_bytes(), password=PASSWORD).chain_pem == INTERMEDIATE.pem
