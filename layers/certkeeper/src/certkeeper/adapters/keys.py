"""Keys made by the `cryptography` library (OpenSSL underneath)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.x509.keys import new_key, signing_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.domain.orders.order import Order


class LibraryKeys:
    """`ports.keys.Keys`."""

    def new_account_key(self) -> str:
        """P-256: small, quick, and another key than any certificate's, as CAs demand (RFC 8555 section 11.1)."""
        return new_key(KeyType.P_256)

    def new_key(self, order: Order) -> str:
        """Of the order's key type."""
        return new_key(order.key_type)

    def csr(self, key_pem: str, names: Sequence[str]) -> bytes:
        """A CSR for these names, DER."""
        return signing_request(key_pem, names)
