"""`ports.keys.Keys` with real P-256 keys, whatever the order asks for: quick, and a CA can check them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.domain.orders.order import Order


class FakeKeys:
    """Fulfils `ports.keys.Keys`. `made` counts the keys."""

    def __init__(self) -> None:
        self.made = 0

    def new_account_key(self) -> str:
        """See `Keys.new_account_key`."""
        return self._new()

    def new_key(self, order: Order) -> str:  # noqa: ARG002 - P-256 for all
        """See `Keys.new_key`."""
        return self._new()

    def csr(self, key_pem: str, names: Sequence[str]) -> bytes:
        """See `Keys.csr`."""
        key = load_pem_private_key(key_pem.encode(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
        return builder.add_extension(alternatives, critical=False).sign(key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _new(self) -> str:
        self.made += 1
        key = ec.generate_private_key(ec.SECP256R1())
        return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
