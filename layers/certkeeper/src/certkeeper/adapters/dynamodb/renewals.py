"""Certificates by when something is due on them: an index is read, and the table is written under conditions.

The reasons are in ADR 51.
"""

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
"""The most rows of one page: some 300 KB, and a few seconds of work at 0.02 s for each certificate."""


class DynamoRenewals:
    """Certificates on which something is due; fulfils `ports.renewals.Renewals`.

    `shards` is the number of the index's parts.
    """

    shards = keys.DUE_SHARDS

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    def due(self, shard: int, now: datetime) -> Iterator[Certificate | UnreadableRow]:
        """Yield the certificates of a shard on which something is due now, page by page (Query of the index `due`).

        A row that cannot be read yields an UnreadableRow. Rows may be written while the iterator runs: each page is
        read when the one before is used up. The index is eventually consistent, so the caller writes under the
        certificate's revision.
        """
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
        """Store what a sweep found about a certificate, and when it is due next; return it as it is then.

        `due_at` is None if nothing is due any more. Raises CertificateChangedError if it was changed since it was read.
        """
        try:
            self._table.write(_checked(certificate, due_at))
        except ConditionsFailedError as error:
            raise CertificateChangedError from error
        return _next(certificate)

    @translated
    def begin(
        self, certificate: Certificate, order: Order, due_at: datetime | None, receipt: Receipt | None = None
    ) -> Certificate:
        """Store the order of a renewal, a receipt if given, and when the certificate is due next (TransactWriteItems).

        Return the certificate with its next revision. Raises ReceiptExistsError if the Idempotency-Key was used before,
        and CertificateChangedError if the certificate was changed since it was read.
        """
        writes = {
            "certificate": _checked(certificate, due_at),
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


def _checked(certificate: Certificate, due_at: datetime | None) -> Write:
    """Return the write of the attributes that a sweep may change."""
    checked_at = CERTIFICATE.part(renewal=certificate.renewal, outbox=certificate.outbox)
    return certificate_update(certificate, checked_at | due_attributes(certificate.certificate_id, due_at))


def _next(certificate: Certificate) -> Certificate:
    return replace(certificate, revision=certificate.revision + 1)


def _read(row: Row) -> Certificate | UnreadableRow:
    """Return the certificate of a row. Whatever is wrong with a row must not stop the sweep of the others."""
    try:
        return CERTIFICATE.read(row)
    except Exception:  # noqa: BLE001 - a row that somebody has spoiled by hand may raise anything
        return UnreadableRow(row["sk"]["S"] if "sk" in row else "")
