"""Certificates by when they are due: the index is read, the table is written under a condition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.certificate_rows import read_certificate, renewal_attributes
from certkeeper.adapters.dynamodb.due import INDEX, SHARDS, due_attributes, partition
from certkeeper.adapters.dynamodb.new_rows import put_new
from certkeeper.adapters.dynamodb.order_rows import order_attributes
from certkeeper.adapters.dynamodb.placing import receipt_row
from certkeeper.adapters.dynamodb.setting import setting
from certkeeper.adapters.dynamodb.table import ConditionsFailedError, Table
from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import CertificateChangedError
from certkeeper.ports.receipts import ReceiptExistsError
from certkeeper.ports.renewals import UnreadableRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import (
        QueryInputTypeDef,
        QueryOutputTypeDef,
        TransactWriteItemTypeDef,
        UpdateTypeDef,
    )

    from certkeeper.adapters.dynamodb.attributes import Row
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.receipts import Receipt

MOST_ROWS = 200
"""Of one page: some 300 KB, and at two hundredths of a second for each row a few seconds of work."""


class DynamoRenewals:
    """Fulfils `ports.renewals.Renewals`."""

    shards = SHARDS

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    def due(self, shard: int, now: datetime) -> Iterator[Certificate | UnreadableRow]:
        """See `Renewals.due`."""
        query: QueryInputTypeDef = {
            "TableName": self._table.name,
            "IndexName": INDEX,
            "KeyConditionExpression": "due_shard = :partition AND due_at <= :now",
            "ExpressionAttributeValues": {":partition": {"S": partition(shard)}, ":now": {"S": to_text(now)}},
            "Limit": MOST_ROWS,
        }
        while True:
            page = self._page(query)
            yield from map(_read, page["Items"])
            if "LastEvaluatedKey" not in page:
                return
            query["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    @translated
    def save(self, certificate: Certificate, due_at: datetime | None) -> Certificate:
        """See `Renewals.save`."""
        try:
            self._table.update(self._update(certificate, due_at), "NONE")
        except ConditionsFailedError as error:
            raise CertificateChangedError from error
        return _next(certificate)

    @translated
    def begin(
        self, certificate: Certificate, order: Order, due_at: datetime | None, receipt: Receipt | None = None
    ) -> Certificate:
        """See `Renewals.begin`."""
        row = keys.order(order.scope, order.order_id)
        writes: dict[str, TransactWriteItemTypeDef] = {
            "certificate": {"Update": self._update(certificate, due_at)},
            "order": {"Put": put_new(self._table, row, order_attributes(order))},
        }
        if receipt:
            writes["receipt"] = {"Put": receipt_row(self._table, receipt, order)}
        try:
            self._table.transact(list(writes.values()))
        except ConditionsFailedError as error:
            failed = {what for place, what in enumerate(writes) if place in error.failed}
            raise (ReceiptExistsError if "receipt" in failed else CertificateChangedError) from error
        return _next(certificate)

    @translated
    def _page(self, query: QueryInputTypeDef) -> QueryOutputTypeDef:
        return self._table.client.query(**query)

    def _update(self, certificate: Certificate, due_at: datetime | None) -> UpdateTypeDef:
        certificate_id = certificate.certificate_id
        changes = setting({**renewal_attributes(certificate), **due_attributes(certificate_id, due_at)})
        return {
            "TableName": self._table.name,
            "Key": keys.certificate(certificate.scope, certificate_id).attributes(),
            "UpdateExpression": f"{changes.sets} {changes.removes} ADD revision :one",
            "ConditionExpression": "revision = :read",
            "ExpressionAttributeNames": changes.names,
            "ExpressionAttributeValues": {
                **changes.values,
                ":read": a.number(certificate.revision),
                ":one": a.number(1),
            },
        }


def _next(certificate: Certificate) -> Certificate:
    return replace(certificate, revision=certificate.revision + 1)


def _read(row: Row) -> Certificate | UnreadableRow:
    """Whatever is wrong with a row, it is wrong with this one only."""
    try:
        return read_certificate(row)
    except Exception:  # noqa: BLE001 - a row that somebody has spoiled by hand may raise anything
        return UnreadableRow(a.read_text(row, "sk"))
