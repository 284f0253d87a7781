"""Exports of certificates that the library does not load: every format carries the bytes as they came."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.hashes import SHA256

from certkeeper.domain.certificates.certificate import Bundle
from certkeeper.domain.certificates.exports import ExportPart
from certkeeper.x509.export import java, pem, pfx, public
from certkeeper.x509.export.parts import parts_of, public_parts_of
from tests.unit.x509.export.stored import ALIAS, PASSWORD
from tests.unit.x509.lenient.kinds import LENIENT
from tests.unit.x509.pki import INTERMEDIATE, LEAF, NOW, ROOT, YEAR
from tests.unit.x509.upload.uploading import read

if TYPE_CHECKING:
    from pathlib import Path

    from certkeeper.x509.export.pfx import Encoder

ODD = LENIENT["* in PrintableString"].odd.der()
KEPT = read(ODD, LEAF.key_pem, INTERMEDIATE.pem, ROOT.pem)
PARTS = parts_of(Bundle(KEPT.certificate_pem, KEPT.chain_pem, KEPT.private_key_pem, NOW + YEAR, "fingerprint"))


def test_files_of_certificates_hold_the_bytes_as_they_came() -> None:
    """DER, PEM and PKCS#7, which has the issuer too."""
    assert public.der(PARTS) == ODD
    assert pem.pem_part(PARTS, ExportPart.CERTIFICATE).decode() == KEPT.certificate_pem
    assert pem.pem_part(PARTS, ExportPart.FULL_CHAIN).decode() == KEPT.certificate_pem + KEPT.chain_pem
    assert ODD in public.p7b(PARTS)
    assert INTERMEDIATE.der in public.p7b(PARTS)
    assert public_parts_of(KEPT.certificate_pem, KEPT.chain_pem, KEPT.root_pem).chain_der() == [ODD, INTERMEDIATE.der]


def test_it_is_called_by_its_subject_and_its_fingerprint() -> None:
    """As any other certificate."""
    assert PARTS.certificate.subject.rfc4514_string() == "CN=*.example.test"
    assert PARTS.certificate.fingerprint(SHA256()).hex() == KEPT.facts.sha256


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not on PATH")
@pytest.mark.parametrize("encode", [pfx.pfx, pfx.legacy_pfx])
def test_openssl_opens_a_pfx_of_it(encode: Encoder, tmp_path: Path) -> None:
    """Its MAC holds, the key is under the password, and the certificates are the same."""
    (tmp_path / "odd.p12").write_bytes(encode(PARTS, PASSWORD, ALIAS))
    command = ["openssl", "pkcs12", "-legacy", "-in", "odd.p12", "-passin", f"pass:{PASSWORD}", "-nodes"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert said.index(KEPT.certificate_pem) < said.index(INTERMEDIATE.pem)
    assert KEPT.private_key_pem in said
    assert said.count(f"friendlyName: {ALIAS}") == said.count("localKeyID") == 2


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not on PATH")
def test_openssl_reads_pkcs7_of_it(tmp_path: Path) -> None:
    """In the sequence of the chain."""
    (tmp_path / "odd.p7b").write_bytes(public.p7b(PARTS))
    command = ["openssl", "pkcs7", "-inform", "der", "-in", "odd.p7b", "-print_certs"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert said.index(KEPT.certificate_pem) < said.index(INTERMEDIATE.pem)


@pytest.mark.skipif(shutil.which("keytool") is None, reason="the keytool program is not on PATH")
def test_java_opens_the_store_of_it(tmp_path: Path) -> None:
    """PKCS#12, with its chain; JKS holds the bytes too."""
    (tmp_path / "odd.p12").write_bytes(pfx.pfx(PARTS, PASSWORD, ALIAS))
    command = ["keytool", "-list", "-rfc", "-keystore", "odd.p12", "-storepass", PASSWORD]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "PrivateKeyEntry" in said
    assert said.count("BEGIN CERTIFICATE") == 2
    assert ODD in java.key_store(PARTS, PASSWORD, ALIAS, NOW)
