"""One certificate, read wholly: the library reads its parts lazily, and fails only then."""

from __future__ import annotations

import re
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certkeeper.domain.uploads.refusals import UploadRefusedError
from certkeeper.x509.facts import UnreadableCertificateError, extension_of
from certkeeper.x509.lenient.certificates import read, refusal_of

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import CertificateFacts


_AROUND_SIGNS = re.compile(r" *([=,+]) *")


def name_key(name: str) -> str:
    """Return what the names of one CA have in common, however they are written: the case of letters, and blanks.

    RFC 5280 section 7.1; OpenSSL compares so, Go and NSS compare octets. The signature decides in any case. `name` is
    as facts have it (RFC 4514).
    """
    return _AROUND_SIGNS.sub(r"\1", " ".join(name.replace("\\ ", " ").lower().split()))


@dataclass(frozen=True, eq=False)
class ReadCertificate:
    """A certificate of which every part that matters could be read.

    `encoded` are the bytes as they came, DER: they are what is stored and served. `certificate` is the library's
    object; where the library cannot read the bytes, it is that of a readable copy in strict DER. `tbs` (the signed
    part) and `signature` are those of the bytes as they came, so a signature is verified with them and never with the
    copy's. `oddities` are the names of the parts that only the copy has in the form of the standard; empty where there
    is no copy. `pem` are the bytes as OpenSSL writes them; `pointer` is the piece that they came in, and `number` says
    which certificate of that piece it is, counted from 1.
    """

    certificate: x509.Certificate
    facts: CertificateFacts
    encoded: bytes = field(repr=False)
    tbs: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    pem: str
    pointer: str
    oddities: tuple[str, ...] = ()
    number: int = 1

    @cached_property
    def subject_key(self) -> str:
        """The name of its subject, as it is compared: computed once, for each path compares it."""
        return name_key(self.facts.subject)

    @cached_property
    def issuer_key(self) -> str:
        """The name of its issuer, as it is compared."""
        return name_key(self.facts.issuer)

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


def read_certificate(encoded: bytes, pointer: str, number: int = 1) -> ReadCertificate:
    """Return the certificate in DER (`encoded`), the one of this number (from 1) of the piece at a pointer.

    Raises UploadRefusedError, which names the part, if a part of it that matters cannot be read.
    """
    try:
        found = read(encoded)
    except UnreadableCertificateError as error:
        refusal, part = refusal_of(error)
        raise UploadRefusedError(refusal, pointer, part=part, number=number) from None
    pem = _pem(encoded) if found.oddities else found.certificate.public_bytes(Encoding.PEM).decode("ascii")
    return ReadCertificate(
        found.certificate, found.facts, encoded, found.tbs, found.signature, pem, pointer, found.oddities, number
    )


def subject_and_key_bits(encoded: bytes) -> tuple[str, bytes]:
    """Return the subject of a certificate as facts have it, and the bits of its key, though the rest be unreadable.

    Either is empty if it cannot be read. `encoded` is the certificate, DER or BER.
    """
    from certkeeper.x509.lenient.elements import UnreadablePartError  # noqa: PLC0415 - few certificates need it
    from certkeeper.x509.lenient.fields import fields_of, key_bits, subject_of  # noqa: PLC0415 - the same

    subject, bits = "", b""
    with suppress(UnreadablePartError):
        bits = key_bits(fields_of(encoded))
    with suppress(UnreadablePartError):
        subject = subject_of(fields_of(encoded))
    return subject, bits


def _pem(encoded: bytes) -> str:
    """Return a certificate as PEM without the library, which cannot read it: RFC 7468 section 5."""
    body = b64encode(encoded).decode("ascii")
    lines = "".join(body[start : start + 64] + "\n" for start in range(0, len(body), 64))
    return f"-----BEGIN CERTIFICATE-----\n{lines}-----END CERTIFICATE-----\n"
