"""One certificate, read wholly: the library reads its parts lazily, and fails only then."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.facts import UnreadableCertificateError, extension_of, facts_of

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import CertificateFacts


@dataclass(frozen=True, slots=True, eq=False)
class ReadCertificate:
    """A certificate of which every part that matters could be read.

    `encoded` are the bytes as they came, DER: they are what is stored and served. `certificate` is the library's
    object; where the library cannot read the bytes, it is that of a readable copy in strict DER. `tbs` (the signed
    part) and `signature` are those of the bytes as they came, so a signature is verified with them and never with the
    copy's. `oddities` are the names of the parts that only the copy has in the form of the standard; empty where there
    is no copy. `pem` are the bytes as OpenSSL writes them; `pointer` is the piece that they came in.
    """

    certificate: x509.Certificate
    facts: CertificateFacts
    encoded: bytes = field(repr=False)
    tbs: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    pem: str
    pointer: str
    oddities: tuple[str, ...] = ()

    @property
    def appears_self_signed(self) -> bool:
        """Whether it says that its own key signed it. A CA's new key may be certified by its old one, under one name.

        RFC 5280 sections 3.2 (self-issued), 4.2.1.1 and 4.2.1.2 (the ids of the keys).
        """
        if self.facts.issuer != self.facts.subject:
            return False
        signers = extension_of(self.certificate, x509.AuthorityKeyIdentifier)
        own = extension_of(self.certificate, x509.SubjectKeyIdentifier)
        if signers is None or own is None:
            return True
        return signers.key_identifier in {None, own.digest}


def read_certificate(encoded: bytes, pointer: str) -> ReadCertificate:
    """Return the certificate in DER (`encoded`) of the piece at a pointer.

    Raises UploadRefusedError if any part of it cannot be read.
    """
    try:
        certificate = x509.load_der_x509_certificate(encoded)
        facts = facts_of(certificate)
    except (ValueError, TypeError, x509.InvalidVersion, UnreadableCertificateError):
        raise UploadRefusedError(Refusal.CERTIFICATE_MALFORMED, pointer) from None
    pem = certificate.public_bytes(Encoding.PEM).decode("ascii")
    tbs, signature = certificate.tbs_certificate_bytes, certificate.signature
    return ReadCertificate(certificate, facts, encoded, tbs, signature, pem, pointer)
