"""A stored bundle, loaded once for all encoders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from certkeeper.x509.export.kept import certificates_in

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12PrivateKeyTypes

    from certkeeper.domain.certificates.certificate import Bundle


@dataclass(frozen=True, slots=True)
class Parts:
    """The certificate, its issuers from the nearest up, the private key, and the roots if they are known."""

    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...]
    key: PKCS12PrivateKeyTypes = field(repr=False)
    roots: tuple[x509.Certificate, ...] = ()

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The certificate, then its issuers."""
        return (self.certificate, *self.issuers)

    def chain_der(self) -> list[bytes]:
        """Return the chain, each certificate in DER, the certificate first."""
        return [one.public_bytes(Encoding.DER) for one in self.chain]

    def key_der(self) -> bytes:
        """Return the private key in PKCS#8 (DER) without a password."""
        return self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def public_parts_of(certificate_pem: str, chain_pem: str, root_pem: str = "") -> Parts:
    """Return the parts of a version without its key, for formats that need none.

    The arguments are PEM: the certificate, its chain, and the root, which may be empty.
    """
    certificate, *issuers = certificates_in(certificate_pem + chain_pem)
    roots = certificates_in(root_pem) if root_pem else ()
    return Parts(certificate, tuple(issuers), cast("PKCS12PrivateKeyTypes", None), roots)


def parts_of(bundle: Bundle) -> Parts:
    """Return the parts of a stored bundle.

    The primes of an RSA key are not tested again: they were before it was stored.
    """
    key = load_pem_private_key(bundle.private_key.encode(), None, unsafe_skip_rsa_key_validation=True)
    certificate, *issuers = certificates_in(bundle.fullchain)
    return Parts(certificate, tuple(issuers), cast("PKCS12PrivateKeyTypes", key))
