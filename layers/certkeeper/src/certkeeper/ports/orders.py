"""Orders, from their placing to their end, and the state machine that runs them."""

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
        """A consistent read. Raises NotFoundError('order')."""

    def list(self, scope: str, *, limit: int, cursor: str | None) -> Page[Order]:
        """Newest first. `findings` and `authorizations` may be left out."""


class Orders(OrderReader, Protocol):
    """Orders, read consistently and written under a condition."""

    def place(self, order: Order, certificate: Certificate | None, receipt: Receipt | None) -> None:
        """Stores the order, its pending certificate, the reservation of its name and the receipt: all or nothing.

        The certificate is due when the order must have been started.

        Raises ConflictError('name_taken') where the name is taken in the scope, and ReceiptExistsError where the
        receipt is there already. `certificate` is None where the order is for one that exists.
        """

    def receipt(self, scope: str, key: str) -> Receipt | None:
        """The receipt of this Idempotency-Key, or None. Receipts are kept for 24 hours at least."""

    def save(self, order: Order) -> Order:
        """Writes the order where its revision is still the stored one, and gives it back with the next revision.

        With an order that has ended, the token goes. Raises OrderChangedError.
        """

    def save_and_wake(self, order: Order) -> tuple[Order, str | None]:
        """The same, with `wake_count` counted up: a machine that has not read this does not fall asleep.

        Gives the token of the machine's last wait, which may be over, or None where it has not waited yet.
        """

    def commit(self, order: Order, version: CertificateVersion) -> Order:
        """In one transaction: stores the version, makes it the certificate's current one, and saves the order.

        The certificate is renewed as this order was made, and due at once.

        Where the same order has stored its version before, nothing changes and the stored order is given back.
        Raises OrderChangedError.
        """

    def close(self, order: Order) -> Order:
        """Saves an order that ended without a certificate. Raises OrderChangedError.

        A certificate that has never had a version goes in the same transaction, with its name's reservation; any other
        is due at once.
        """


class Machine(Protocol):
    """The state machine that runs orders."""

    def start(self, order: Order) -> None:
        """Starts the run of an order; twice is once."""

    def wake(self, token: str) -> None:
        """Ends the wait that this token stands for. No error where it is over already."""
