"""Placing an order: its row, its pending certificate, the reservation of the name and the receipt, all or nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.certificate_rows import certificate_attributes
from certkeeper.adapters.dynamodb.due import due_attributes
from certkeeper.adapters.dynamodb.new_rows import put_new
from certkeeper.adapters.dynamodb.order_rows import order_attributes
from certkeeper.adapters.dynamodb.table import ConditionsFailedError
from certkeeper.domain.errors import ConflictError
from certkeeper.domain.renewal.state import START_PATIENCE
from certkeeper.ports.receipts import Receipt, ReceiptExistsError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import PutTypeDef

    from certkeeper.adapters.dynamodb.table import Table
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.orders.order import Order

NAME_TAKEN = "a certificate of this name is in the scope already; give the new one another `certificate_name`"
RECEIPT_LIFETIME = timedelta(hours=24)
"""As long as `ports.orders.Orders.receipt` promises; DynamoDB deletes some time after `expires_at`."""


def place(table: Table, order: Order, certificate: Certificate | None, receipt: Receipt | None) -> None:
    """See `Orders.place`. A repeated request fails on both name and receipt: the receipt says more."""
    writes = {"order": put_new(table, keys.order(order.scope, order.order_id), order_attributes(order))}
    if certificate:
        key = keys.certificate(certificate.scope, certificate.certificate_id)
        due_at = certificate.created_at + START_PATIENCE
        due = due_attributes(certificate.certificate_id, due_at)
        writes["certificate"] = put_new(table, key, {**certificate_attributes(certificate), **due})
        writes["name"] = _name(table, certificate)
    if receipt:
        writes["receipt"] = receipt_row(table, receipt, order)
    try:
        table.transact([{"Put": put} for put in writes.values()])
    except ConditionsFailedError as error:
        failed = {what for place_, what in enumerate(writes) if place_ in error.failed}
        if "receipt" in failed:
            raise ReceiptExistsError from error
        if "name" in failed:
            raise ConflictError("name_taken", NAME_TAKEN) from error
        raise


def read_receipt(table: Table, scope: str, key: str) -> Receipt | None:
    """See `Orders.receipt`."""
    row = table.read(keys.receipt(scope, key))
    if row is None:
        return None
    return Receipt(scope=scope, key=key, fingerprint=row["fingerprint"]["S"], order_id=row["order_id"]["S"])


def _name(table: Table, certificate: Certificate) -> PutTypeDef:
    key = keys.certificate_name(certificate.scope, certificate.name)
    return put_new(table, key, {"certificate_id": a.text(certificate.certificate_id)})


def receipt_row(table: Table, receipt: Receipt, order: Order) -> PutTypeDef:
    """A receipt where none stands yet."""
    expires_at = int((order.created_at + RECEIPT_LIFETIME).timestamp())
    return put_new(
        table,
        keys.receipt(receipt.scope, receipt.key),
        {
            "fingerprint": a.text(receipt.fingerprint),
            "order_id": a.text(receipt.order_id),
            "expires_at": a.number(expires_at),
        },
    )
