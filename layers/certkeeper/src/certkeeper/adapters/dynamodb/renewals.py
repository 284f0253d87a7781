"""Certificates by when they are due: the index is read, the table is written under a condition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.keys import due_attributes
from certkeeper.adapters.dynamodb.rows.certificates import CERTIFICATE, certificate_update
from certkeeper.adapters.dynamodb.rows.expressions import put_new
from certkeeper.adapters.dynamodb.rows.orders import ORDER, new_receipt
from certkeeper.adapters.dynamodb.rows.table import ConditionsFailedError, Table
from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import CertificateChangedError
from certkeeper.ports.receipts import ReceiptExistsError
from certkeeper.ports.renewals import UnreadableRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import QueryInputTypeDef, QueryOutputTypeDef

    from certkeeper.adapters.dynamodb.rows.columns import Row
    from certkeeper.adapters.dynamodb.rows.expressions import Write
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.receipts import Receipt

MAX_PAGE_ROWS = 200
"""Of one page: some 300 KB, and at two hundredths of a second for each row a few seconds of work."""


class DynamoRenewals:
    """Fulfils `ports.renewals.Renewals`."""

    shards = keys.DUE_SHARDS

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    def due(self, shard: int, now: datetime) -> Iterator[Certificate | UnreadableRow]:
        """See `Renewals.due`."""
        query: QueryInputTypeDef = {
            "TableName": self._table.name,
            "IndexName": keys.DUE_INDEX,
            "KeyConditionExpression": "due_shard = :partition AND due_at <= :now",
            "ExpressionAttributeValues": {":partition": {"S": keys.due_partition(shard)}, ":now": {"S": to_text(now)}},
            "Limit": MAX_PAGE_ROWS,
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
            self._table.write(_looked_at(certificate, due_at))
        except ConditionsFailedError as error:
            raise CertificateChangedError from error
        return _next(certificate)

    @translated
    def begin(
        self, certificate: Certificate, order: Order, due_at: datetime | None, receipt: Receipt | None = None
    ) -> Certificate:
        """See `Renewals.begin`."""
        writes = {
            "certificate": _looked_at(certificate, due_at),
            "order": put_new(keys.order(order.scope, order.order_id), ORDER.row(order)),
        }
        if receipt:
            writes["receipt"] = new_receipt(receipt, order)
        try:
            self._table.transact(writes)
        except ConditionsFailedError as error:
            raise (ReceiptExistsError if "receipt" in error.failed else CertificateChangedError) from error
        return _next(certificate)

    @translated
    def _page(self, query: QueryInputTypeDef) -> QueryOutputTypeDef:
        return self._table.client.query(**query)


def _looked_at(certificate: Certificate, due_at: datetime | None) -> Write:
    """What a look at a certificate may change."""
    checked_at = CERTIFICATE.part(renewal=certificate.renewal, outbox=certificate.outbox)
    return certificate_update(certificate, checked_at | due_attributes(certificate.certificate_id, due_at))


def _next(certificate: Certificate) -> Certificate:
    return replace(certificate, revision=certificate.revision + 1)


def _read(row: Row) -> Certificate | UnreadableRow:
    """Whatever is wrong with a row, it is wrong with this one only."""
    try:
        return CERTIFICATE.read(row)
    except Exception:  # noqa: BLE001 - a row that somebody has spoiled by hand may raise anything
        return UnreadableRow(row["sk"]["S"] if "sk" in row else "")
