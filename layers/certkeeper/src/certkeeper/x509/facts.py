"""The facts that Certkeeper shows of a certificate, read once into plain data.

`cryptography` reads lazily: of 2,761 malformed certificates that loaded, 355 raised only when some property was read.
So all of them are read here, in one place that turns every failure into one error.
"""

from __future__ import annotations

from hashlib import sha1, sha256
from typing import TYPE_CHECKING, TypeVar

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from certkeeper.domain.certificates.certificate import CertificateFacts
from certkeeper.domain.errors import CertkeeperError
from certkeeper.domain.printable import printable
from certkeeper.domain.uploads.parts import Part
from certkeeper.x509.key_kinds import KEY_KINDS, UNKNOWN

if TYPE_CHECKING:
    Extension = TypeVar("Extension", bound=x509.ExtensionType)

_FOR_SERVERS = {ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
"""Purposes of a certificate that a TLS server may use: RFC 5280 section 4.2.1.12."""
_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}
"""NIST's names of curves, which people know, for those of SECG: RFC 8422 appendix A."""


UNREADABLE = (
    ValueError,  # with most of what cryptography raises for bad content
    TypeError,
    OverflowError,
    KeyError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
"""What the library raises for content that it cannot read."""


def extension_of(certificate: x509.Certificate, kind: type[Extension]) -> Extension | None:
    """Return the extension of this kind of a certificate, or None.

    Raises whatever the library raises if it cannot read one of the extensions.
    """
    for each in certificate.extensions:
        if type(each.value) is kind:  # there are no subclasses, and `isinstance` would ask an abstract base, in Python
            return each.value
    return None


def is_for_servers(usage: x509.ExtendedKeyUsage | None) -> bool:
    """Return whether a TLS server may use a certificate with this extended key usage, or with none.

    RFC 5280 section 4.2.1.12.
    """
    return usage is None or not _FOR_SERVERS.isdisjoint(usage)


class UnreadableCertificateError(CertkeeperError):
    """A part of the certificate cannot be read.

    Where its key is of a kind that the library does not know, `kind` is the name of the kind, or `curve` that of its
    curve; both are empty otherwise.
    """

    def __init__(self, part: Part = Part.STRUCTURE, *, kind: str = "", curve: str = "") -> None:
        super().__init__(f"the certificate is malformed: its {part} cannot be read")
        self.part = part
        self.kind = kind
        self.curve = curve


def facts_of(certificate: x509.Certificate) -> CertificateFacts:
    """Return the facts of a certificate that the library reads wholly.

    Raises UnreadableCertificateError if a part of it cannot be read. `lenient.certificates.read` reads such ones too.
    """
    try:
        return _read(certificate)
    except UNREADABLE as error:
        raise UnreadableCertificateError from error


def _read(certificate: x509.Certificate) -> CertificateFacts:
    algorithm, bits = _key(certificate)
    encoded = certificate.public_bytes(Encoding.DER)
    return CertificateFacts(
        serial=str(certificate.serial_number),
        subject=printable(certificate.subject.rfc4514_string()),
        common_name=_common_name(certificate.subject),
        issuer=printable(certificate.issuer.rfc4514_string()),
        names=_alternative_names(certificate),
        key_algorithm=algorithm,
        key_bits=bits,
        signature_algorithm=_signature_algorithm(certificate),
        x509_version=certificate.version.value + 1,  # X.509 counts from 0: v3 is 2
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        sha256=sha256(encoded).hexdigest(),
        sha1=sha1(encoded, usedforsecurity=False).hexdigest(),
        authority_key_id=_authority_key_id(certificate),
        for_servers=is_for_servers(extension_of(certificate, x509.ExtendedKeyUsage)),
        is_ca=_is_ca(certificate),
    )


def _alternative_names(certificate: x509.Certificate) -> tuple[str, ...]:
    names = extension_of(certificate, x509.SubjectAlternativeName)
    if names is None:
        return ()
    dns_names, addresses = names.get_values_for_type(x509.DNSName), names.get_values_for_type(x509.IPAddress)
    return tuple(printable(name) for name in (*dns_names, *map(str, addresses)))


def _authority_key_id(certificate: x509.Certificate) -> str:
    """Return the id of the issuer's key in hex, or "": the extension may name the issuer's certificate instead.

    RFC 5280 section 4.2.1.1.
    """
    authority = extension_of(certificate, x509.AuthorityKeyIdentifier)
    return (authority.key_identifier or b"").hex() if authority else ""


def _is_ca(certificate: x509.Certificate) -> bool:
    """Return whether basic constraints say that it is a CA's (RFC 5280 section 4.2.1.9); without them it is not."""
    constraints = extension_of(certificate, x509.BasicConstraints)
    return constraints is not None and constraints.ca


def _common_name(subject: x509.Name) -> str:
    values = subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return printable(str(values[0].value)) if values else ""


def _signature_algorithm(certificate: x509.Certificate) -> str:
    oid = certificate.signature_algorithm_oid
    known = oid._name  # noqa: SLF001 - the library's only name for it; dotted otherwise
    return oid.dotted_string if known == "Unknown OID" else known


def _key(certificate: x509.Certificate) -> tuple[str, int]:
    """Return the kind of a key in words, and its size in bits, which is 0 for kinds that no TLS server uses."""
    try:
        public_key = certificate.public_key()
    except UNREADABLE as error:
        raise UnreadableCertificateError(Part.KEY) from error
    match public_key:
        case ec.EllipticCurvePublicKey():
            return f"EC {_CURVES.get(public_key.curve.name, public_key.curve.name)}", public_key.key_size
        case rsa.RSAPublicKey():
            return "RSA", public_key.key_size
        case dsa.DSAPublicKey():
            return "DSA", public_key.key_size
        case ed25519.Ed25519PublicKey():
            return "Ed25519", 256
        case ed448.Ed448PublicKey():
            return "Ed448", 456
        case _:
            return KEY_KINDS.get(certificate.public_key_algorithm_oid.dotted_string, UNKNOWN), 0
