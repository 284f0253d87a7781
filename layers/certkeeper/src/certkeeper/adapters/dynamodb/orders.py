"""Orders in DynamoDB, from their placing to their end (ADR 2)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.keys import due_attributes
from certkeeper.adapters.dynamodb.order_reader import DynamoOrderReader
from certkeeper.adapters.dynamodb.rows.certificates import (
    CERTIFICATE,
    HOLDER,
    NAME_TAKEN,
    VERSION,
    Holder,
    certificate_row,
    current_version,
    name_release,
    name_reservation,
    name_set_writes,
)
from certkeeper.adapters.dynamodb.rows.columns import NUMBER
from certkeeper.adapters.dynamodb.rows.expressions import EXISTS, delete, put, put_new, update, when
from certkeeper.adapters.dynamodb.rows.open_scopes import open_scope, scope_deleted
from certkeeper.adapters.dynamodb.rows.orders import ORDER, RECEIPT, new_receipt
from certkeeper.adapters.dynamodb.rows.table import ConditionsFailedError
from certkeeper.domain.errors import ConflictError, OrderChangedError
from certkeeper.domain.renewal.state import START_TIMEOUT
from certkeeper.ports.receipts import ReceiptExistsError

if TYPE_CHECKING:
    from certkeeper.adapters.dynamodb.rows.columns import Row
    from certkeeper.adapters.dynamodb.rows.expressions import Write
    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.receipts import Receipt


class DynamoOrders(DynamoOrderReader):
    """Orders; fulfils `ports.orders.Orders`."""

    @translated
    def place(self, order: Order, certificate: Certificate | None, receipt: Receipt | None) -> None:
        """Store an order, and with it a new certificate and a receipt, if they are given.

        One transaction, which reserves the certificate's name too. Raises ReceiptExistsError if the Idempotency-Key was
        used before, and ConflictError with the code name_taken if the name is reserved, or scope_deleted. A repeated
        request fails on receipt and name, and the receipt is the better answer.
        """
        writes = {"order": put_new(keys.order(order.scope, order.order_id), ORDER.row(order))}
        if certificate:
            key = keys.certificate(certificate.scope, certificate.certificate_id)
            due = due_attributes(certificate.certificate_id, certificate.created_at + START_TIMEOUT)
            writes["certificate"] = put_new(key, {**certificate_row(certificate), **due})
            writes["name"] = name_reservation(certificate)
            writes |= open_scope(certificate.scope, certificate.created_at)
        if receipt:
            writes["receipt"] = new_receipt(receipt, order)
        try:
            self._table.transact(writes)
        except ConditionsFailedError as error:
            if "receipt" in error.failed:
                raise ReceiptExistsError from error
            if "scope" in error.failed:
                raise scope_deleted() from error
            if "name" in error.failed:
                raise ConflictError("name_taken", NAME_TAKEN) from error
            raise

    @translated
    def receipt(self, scope: str, key: str) -> Receipt | None:
        """Return the receipt of an order that was placed in a scope with this Idempotency-Key, or None."""
        row = self._table.read(keys.receipt(scope, key))
        return RECEIPT.read(row, scope=scope, key=key) if row else None

    @translated
    def save(self, order: Order) -> Order:
        """Store an order where its revision is still the stored one, and return it with the next revision (UpdateItem).

        Raises OrderChangedError if it was changed meanwhile.
        """
        self._save(order, "NONE")
        return _next_revision(order)

    @translated
    def save_and_wake(self, order: Order) -> tuple[Order, str | None]:
        """Store an order as `save` does, with one wake-up more; return it with the token of the waiting state, if any.

        Raises OrderChangedError if the order was changed meanwhile.
        """
        woken = replace(order, wake_count=order.wake_count + 1)
        row = self._save(woken, "ALL_NEW")
        return _next_revision(woken), row["wait_token"]["S"] if "wait_token" in row else None

    @translated
    def commit(self, order: Order, version: CertificateVersion) -> Order:
        """Make a version the current one of the order's certificate, and close the order; return the order.

        One transaction. It is idempotent: the certificate's row names the order of its version, so a repeat is
        recognised. Raises OrderChangedError if the order was changed or the certificate has got another version.
        """
        before = self._certificate(order)
        if before and _is_committed(before, order):
            return self._stored(order)
        if before is None or version.version != before.next_version:
            raise OrderChangedError
        digest = keys.fingerprint(order.scope, version.facts.sha256)
        writes = {
            "version": put_new(keys.version(version.certificate_id, version.version), VERSION.row(version)),
            "certificate": _make_current(order, before, version),
            "order": _update(order),
            # The certificate that the CA has issued gets the digest, whichever certificate had it before.
            "digest": put(digest, HOLDER.row(Holder(version.certificate_id))),
            **name_set_writes(order.scope, version),
        }
        try:
            self._table.transact(writes)
        except ConditionsFailedError as error:
            certificate = self._certificate(order)
            if certificate is None or not _is_committed(certificate, order):
                raise OrderChangedError from error
            return self._stored(order)
        return _next_revision(order)

    @translated
    def close(self, order: Order) -> Order:
        """Store an order that has ended without a certificate, and return it (TransactWriteItems).

        A certificate that never had a version is deleted with its name; any other becomes due for the next sweep.
        Raises OrderChangedError if the order was changed, or the certificate got a version, meanwhile.
        """
        certificate = self._certificate(order)
        writes = {"order": _update(order)}
        if certificate and not certificate.version:
            key = keys.certificate(order.scope, order.certificate_id)
            writes["certificate"] = delete(key, when("version = :zero", zero=NUMBER.write(0)))
            writes["name"] = name_release(order.scope, certificate.name)
        elif certificate:
            writes["certificate"] = _make_due(order)
        try:
            self._table.transact(writes)
        except ConditionsFailedError as error:
            raise OrderChangedError from error
        return _next_revision(order)

    def _save(self, order: Order, returns: Literal["ALL_NEW", "NONE"]) -> Row:
        try:
            return self._table.write(_update(order), returns)
        except ConditionsFailedError as error:
            raise OrderChangedError from error

    def _certificate(self, order: Order) -> Certificate | None:
        row = self._table.read(keys.certificate(order.scope, order.certificate_id))
        return CERTIFICATE.read(row) if row else None

    def _stored(self, order: Order) -> Order:
        row = self._table.read(keys.order(order.scope, order.order_id))
        if row is None:
            raise OrderChangedError
        return ORDER.read(row)


def _is_committed(certificate: Certificate, order: Order) -> bool:
    """Return whether the order has brought the certificate's current version.

    A pending certificate has its first order's id from the start.
    """
    return certificate.order_id == order.order_id and certificate.version > 0


def _next_revision(order: Order) -> Order:
    """Return the order as a write of it stores it: with the next revision."""
    return replace(order, revision=order.revision + 1)


def _update(order: Order) -> Write:
    """Return the write of an order's own attributes, on the condition that its revision is still the stored one.

    The state machine writes `wait_token` and `wait_state` into the same row. Replacing the whole row would lose a
    token, and then nobody could wake the order any more. Only an order that has ended does not need them.
    """
    attributes = ORDER.attributes(_next_revision(order))
    if order.ended:
        attributes |= {"wait_token": None, "wait_state": None}
    unchanged = when("revision = :read", read=NUMBER.write(order.revision))
    return update(keys.order(order.scope, order.order_id), attributes, unchanged)


def _make_current(order: Order, before: Certificate, version: CertificateVersion) -> Write:
    """Return the write that makes a version the current one, if the versions are still those that were read.

    The condition is not on the revision: what a sweep writes meanwhile must not stop a certificate that is issued.
    """
    changes = {
        **current_version(before, version, order.name),
        **due_attributes(version.certificate_id, version.created_at),
    }
    same_versions = when(
        "version = :current AND (attribute_not_exists(latest_version) OR latest_version = :latest)",
        current=NUMBER.write(before.version),
        latest=NUMBER.write(before.latest_version),
    )
    return update(keys.certificate(order.scope, version.certificate_id), changes, same_versions, add={"revision": 1})


def _make_due(order: Order) -> Write:
    """Return the write by which the next sweep learns how the order has ended.

    It adds to the revision, so that a write which does not know of the end fails.
    """
    due = due_attributes(order.certificate_id, order.closed_at or order.created_at)
    changes = {**due, **CERTIFICATE.part(ended_order_id=order.order_id)}
    return update(keys.certificate(order.scope, order.certificate_id), changes, EXISTS, add={"revision": 1})
