"""New private keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.domain.orders.order import Order


class Keys(Protocol):
    """Private keys and what is made of them (PEM is PKCS#8)."""

    def new_account_key(self) -> str:
        """P-256, PEM."""

    def new_key(self, order: Order) -> str:
        """Of the order's key type, PEM."""

    def csr(self, key_pem: str, names: Sequence[str]) -> bytes:
        """A CSR for these names, signed by the key, DER."""
