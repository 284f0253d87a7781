"""Files that people send in place of a certificate are recognised, and the refusal says what to do."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from tests.unit.x509.pki import LEAF, NOW, ROOT
from tests.unit.x509.upload.uploading import read, refusal

REQUEST = x509.CertificateSigningRequestBuilder(LEAF.certificate.subject).sign(LEAF.key, hashes.SHA256())
REVOCATIONS = (
    x509.CertificateRevocationListBuilder(ROOT.certificate.subject, NOW, NOW).sign(ROOT.key, hashes.SHA256())
).public_bytes(Encoding.PEM)
PUBLIC = LEAF.key.public_key()
PEM, DER = Encoding.PEM, Encoding.DER
SPKI = PublicFormat.SubjectPublicKeyInfo


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (REQUEST.public_bytes(PEM), Refusal.CERTIFICATE_REQUEST),
        (REQUEST.public_bytes(DER), Refusal.CERTIFICATE_REQUEST),
        (PUBLIC.public_bytes(PEM, SPKI), Refusal.PUBLIC_KEY),
        (PUBLIC.public_bytes(DER, SPKI), Refusal.PUBLIC_KEY),
        (LEAF.pem.replace("CERTIFICATE", "TRUSTED CERTIFICATE"), Refusal.TRUSTED_CERTIFICATE),
        (b"\xfe\xed\xfe\xed\0\0\0\2\0\0\0\1", Refusal.JAVA_KEYSTORE),
        (b"\xce\xce\xce\xce\0\0\0\2\0\0\0\1", Refusal.JAVA_KEYSTORE),
        (b"/u3+7QAAAAIAAAABAAAAAQ==", Refusal.JAVA_KEYSTORE),
        (REVOCATIONS, Refusal.CERTIFICATE_MISSING),
    ],
    ids=[
        "request as PEM",
        "request as DER",
        "public key as PEM",
        "public key as DER",
        "trusted certificate",
        "JKS",
        "JCEKS",
        "JKS as base64",
        "revocation list",
    ],
)
def test_what_is_no_certificate_is_called_by_its_name(content: str | bytes, reason: Refusal) -> None:
    """A sentence per kind, with the command that converts it where there is one."""
    assert refusal(content, LEAF.key_pem) is reason


@pytest.mark.parametrize(
    "beside",
    [REQUEST.public_bytes(PEM), PUBLIC.public_bytes(PEM, SPKI), REVOCATIONS],
    ids=["request", "public key", "revocation list"],
)
def test_beside_a_certificate_they_do_no_harm(beside: bytes) -> None:
    """People send all files that they have."""
    assert read(beside + LEAF.pem.encode(), LEAF.key_pem).certificate_pem == LEAF.pem


@pytest.mark.parametrize("reason", Refusal)
def test_each_refusal_has_a_sentence_and_a_place(reason: Refusal) -> None:
    """What a handler answers with: a stable code, a sentence, and the first field that was named."""
    error = UploadRefusedError(reason).at("/certificate").at("/elsewhere")
    (violation,) = error.violations
    assert (violation.pointer, violation.code, violation.detail) == ("/certificate", reason.value, reason.sentence)
