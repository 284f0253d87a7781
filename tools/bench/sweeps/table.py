"""A table of certificates for a sweep to go through, made of rows that a real issuance has left."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from certkeeper.adapters.dynamodb.keys import due_attributes
from certkeeper.domain.clock import to_text
from tests.fakes.ids import CountingIds
from tools.bench.costs.item_sizes import size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient

    from tools.bench.costs.item_sizes import Row

SCOPE = "shop"
CERTIFICATES = f"SCOPE#{SCOPE}#CERTIFICATES"
BATCH = 25
"""BatchWriteItem takes no more."""
LATER = timedelta(days=9)


def is_certificate(row: Row) -> bool:
    """Return whether a row is a certificate's own: a sweep reads no other row that an issuance leaves."""
    partition: str = row["pk"]["S"]
    return partition == CERTIFICATES


def certificate_rows(original: Row, count: int, due: int, now: datetime) -> Iterator[dict[str, Any]]:
    """Yield `count` certificates like the original, `due` of them due at `now`, evenly among the others."""
    new_id = CountingIds()
    for number in range(count):
        certificate_id = new_id()
        is_due = number * due // count != (number + 1) * due // count
        yield {
            **original,
            "sk": {"S": certificate_id},
            "certificate_id": {"S": certificate_id},
            **_due(certificate_id, now if is_due else now + LATER),
        }


def put_all(client: DynamoDBClient, table: str, rows: Sequence[Row]) -> None:
    """Write the rows into the table with a client, in batches."""
    for place in range(0, len(rows), BATCH):
        requests: Any = [{"PutRequest": {"Item": row}} for row in rows[place : place + BATCH]]
        client.batch_write_item(RequestItems={table: requests})


def bytes_of(rows: Sequence[Row]) -> int:
    """Return the size of the rows together, in bytes, as DynamoDB counts it."""
    return sum(map(size, rows))


def event(now: datetime) -> dict[str, str]:
    """Return the event that EventBridge sends on schedule at a moment, `now`."""
    return {"time": to_text(now)}


def _due(certificate_id: str, at: datetime) -> dict[str, Any]:
    return {name: value for name, value in due_attributes(certificate_id, at).items() if value}
