"""The two ends of an order: with a certificate's version, or without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.certificate_rows import current_attributes
from certkeeper.adapters.dynamodb.due import due_attributes
from certkeeper.adapters.dynamodb.new_rows import put_new
from certkeeper.adapters.dynamodb.order_rows import read_order
from certkeeper.adapters.dynamodb.order_writes import next_revision, update_order
from certkeeper.adapters.dynamodb.renewal_documents import plan_document
from certkeeper.adapters.dynamodb.setting import setting
from certkeeper.adapters.dynamodb.table import ConditionsFailedError
from certkeeper.adapters.dynamodb.version_rows import version_attributes
from certkeeper.domain.errors import OrderChangedError
from certkeeper.domain.renewal.plan import plan_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import PutTypeDef, TransactWriteItemTypeDef, UpdateTypeDef

    from certkeeper.adapters.dynamodb.table import Table
    from certkeeper.domain.certificates.certificate import CertificateVersion
    from certkeeper.domain.orders.order import Order


def commit(table: Table, order: Order, version: CertificateVersion) -> Order:
    """See `Orders.commit`. The certificate's row says whose its version is: that makes a repeat visible."""
    key = keys.version(version.certificate_id, version.version)
    writes: list[TransactWriteItemTypeDef] = [
        {"Put": put_new(table, key, version_attributes(version))},
        {"Update": _make_current(table, order, version)},
        {"Update": update_order(table, order)},
        {"Put": _digest(table, order, version)},
    ]
    try:
        table.transact(writes)
    except ConditionsFailedError as error:
        if not _is_committed(table, order, version):
            raise OrderChangedError from error
        row = table.read(keys.order(order.scope, order.order_id))
        if row is None:
            raise OrderChangedError from error
        return read_order(row)
    return next_revision(order)


def _digest(table: Table, order: Order, version: CertificateVersion) -> PutTypeDef:
    """Whose certificate this is, for uploads of the same one. What the CA has issued counts, whatever was there."""
    key = keys.fingerprint(order.scope, version.facts.sha256)
    holder = a.present({"certificate_id": a.text(version.certificate_id)})
    return {"TableName": table.name, "Item": {**key.attributes(), **holder}}


def _is_committed(table: Table, order: Order, version: CertificateVersion) -> bool:
    row = table.read(keys.certificate(order.scope, version.certificate_id)) or {}
    return a.read_text(row, "order_id") == order.order_id and a.read_number(row, "version") > 0


def _make_current(table: Table, order: Order, version: CertificateVersion) -> UpdateTypeDef:
    """A pending certificate bears its first order's id already, so the id alone does not say that it was committed."""
    changes = setting(
        a.present(
            {
                **current_attributes(order.name, version.facts.names, version.facts),
                **due_attributes(version.certificate_id, version.created_at),
                "plan": a.document(plan_document(plan_of(order))),
            }
        )
    )
    return {
        "TableName": table.name,
        "Key": keys.certificate(order.scope, version.certificate_id).attributes(),
        "UpdateExpression": f"{changes.sets}, order_id = :order, version = :number ADD revision :one "
        "REMOVE revoked_at, revocation_reason",
        "ConditionExpression": "version < :number AND (version = :zero OR order_id <> :order)",
        "ExpressionAttributeNames": changes.names,
        "ExpressionAttributeValues": {
            **changes.values,
            ":order": {"S": order.order_id},
            ":number": a.number(version.version),
            ":zero": a.number(0),
            ":one": a.number(1),
        },
    }


def _make_due(table: Table, order: Order) -> UpdateTypeDef:
    """The next sweep sees how the order has ended. A write that does not know of it yet must fail: the revision."""
    due = due_attributes(order.certificate_id, order.closed_at or order.created_at)
    changes = setting({**due, "ended_order_id": a.text(order.order_id)})
    return {
        "TableName": table.name,
        "Key": keys.certificate(order.scope, order.certificate_id).attributes(),
        "UpdateExpression": f"{changes.sets} ADD revision :one",
        "ConditionExpression": "attribute_exists(pk)",
        "ExpressionAttributeNames": changes.names,
        "ExpressionAttributeValues": {**changes.values, ":one": a.number(1)},
    }


def close(table: Table, order: Order) -> Order:
    """See `Orders.close`. Should the certificate get a version after it was read, the condition keeps it."""
    key = keys.certificate(order.scope, order.certificate_id)
    certificate = table.read(key)
    writes: list[TransactWriteItemTypeDef] = [{"Update": update_order(table, order)}]
    if certificate is not None and not a.read_number(certificate, "version"):
        name = keys.certificate_name(order.scope, a.read_text(certificate, "name"))
        values = {":zero": a.number(0)}
        writes += [
            {
                "Delete": {
                    "TableName": table.name,
                    "Key": key.attributes(),
                    "ConditionExpression": "version = :zero",
                    "ExpressionAttributeValues": values,
                }
            },
            {"Delete": {"TableName": table.name, "Key": name.attributes()}},
        ]
    elif certificate is not None:
        writes.append({"Update": _make_due(table, order)})
    try:
        table.transact(writes)
    except ConditionsFailedError as error:
        raise OrderChangedError from error
    return next_revision(order)
