"""Orders, from placing them to their end, and the state machine that runs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.paging import Page
    from certkeeper.ports.receipts import Receipt


class OrderReader(Protocol):
    """Orders as they are shown."""

    def get(self, scope: str, order_id: str) -> Order:
        """Return the order of this scope and id, read consistently. Raises NotFoundError('order')."""

    def list(self, scope: str, *, limit: int, cursor: str | None) -> Page[Order]:
        """Return a page of the scope's orders, newest first.

        Their `findings`, `authorizations` and `records` may be left out.
        """


class Orders(OrderReader, Protocol):
    """Orders, read consistently, and written on the condition of their revision."""

    def place(self, order: Order, certificate: Certificate | None, receipt: Receipt | None) -> None:
        """Store the order, its pending certificate, the reservation of its name, and the receipt, in one transaction.

        The certificate is due when the order must have been started. `certificate` is None where the order is for an
        existing one. Raises ConflictError('name_taken') where the scope has the name already, and ReceiptExistsError
        where the receipt is stored already.
        """

    def receipt(self, scope: str, key: str) -> Receipt | None:
        """Return the receipt for this Idempotency-Key (`key`) in the scope, or None.

        Receipts are kept for at least 24 hours.
        """

    def save(self, order: Order) -> Order:
        """Store the order if its revision is still the stored one, and return it with its next revision.

        An order that has ended loses its task token with that. Raises OrderChangedError.
        """

    def save_and_wake(self, order: Order) -> tuple[Order, str | None]:
        """Store the order like `save`, with `wake_count` increased, and return it with the task token of the last wait.

        A state machine that has not read this count does not start to wait. The token may be of a wait that is over; it
        is None where there was none. Raises OrderChangedError.
        """

    def commit(self, order: Order, version: CertificateVersion) -> Order:
        """Store the version, make it the certificate's current one, and save the order, in one transaction.

        Return the order.

        The certificate takes over the order's renewal plan and is due at once. It is idempotent: where the order has
        stored its version before, nothing changes, and the stored order is returned. Raises OrderChangedError.
        """

    def close(self, order: Order) -> Order:
        """Save an order that ended without a certificate, and return it. Raises OrderChangedError.

        In the same transaction, a certificate that has never had a version is deleted, with its name's reservation; any
        other is due at once.
        """


class Machine(Protocol):
    """The state machine that runs orders."""

    def start(self, order: Order) -> None:
        """Start the state machine for an order. It is idempotent."""

    def wake(self, token: str) -> bool:
        """End the wait of this task token, and return whether there was one. A wait that is over is no error."""
