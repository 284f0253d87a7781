"""Pages of a partition, newest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from certkeeper.adapters.ids import is_id
from certkeeper.domain.errors import RefusedError
from certkeeper.domain.violations import Violation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, QueryInputTypeDef

    from certkeeper.adapters.dynamodb.attributes import Row
    from certkeeper.adapters.dynamodb.table import Table

GROWTH = 4
"""A filter that lets little through is helped by longer reads; one that lets much through is done after the first."""
MOST_ROWS = 1000
MOST_QUERIES = 25
"""Ends a search for something rare after some 20,000 rows, within API Gateway's 29 s; the cursor goes on from there."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows of a partition, and which of their attributes: DynamoDB's expressions, empty for all."""

    filter: str = ""
    projection: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, AttributeValueTypeDef] = field(default_factory=dict)


def newest_first(
    table: Table, partition: str, selection: Selection, *, limit: int, cursor: str | None
) -> tuple[list[Row], str | None]:
    """`limit` rows unless the partition ends before, and the cursor for what follows: the sort key of the last row.

    Raises RefusedError for a cursor that cannot be one.
    """
    if cursor is not None and not is_id(cursor):
        raise RefusedError([Violation("/cursor", "cursor", "take the cursor from the previous page")])
    rows: list[Row] = []
    size = limit + 1
    for _ in range(MOST_QUERIES):
        answer = table.client.query(**_query(table, partition, selection, size, cursor))
        rows += answer["Items"]
        if len(rows) > limit:
            return rows[:limit], rows[limit - 1]["sk"]["S"]
        if "LastEvaluatedKey" not in answer:
            return rows, None
        cursor = answer["LastEvaluatedKey"]["sk"]["S"]
        size = min(size * GROWTH, MOST_ROWS)
    return rows, cursor


def _query(table: Table, partition: str, selection: Selection, size: int, cursor: str | None) -> QueryInputTypeDef:
    query: QueryInputTypeDef = {
        "TableName": table.name,
        "KeyConditionExpression": "pk = :partition" + (" AND sk < :cursor" if cursor else ""),
        "ExpressionAttributeValues": {
            **selection.values,
            ":partition": {"S": partition},
            **({":cursor": {"S": cursor}} if cursor else {}),
        },
        "ScanIndexForward": False,
        "ConsistentRead": True,
        "Limit": size,
    }
    if selection.filter:
        query["FilterExpression"] = selection.filter
    if selection.projection:
        query["ProjectionExpression"] = selection.projection
    if selection.names:
        query["ExpressionAttributeNames"] = selection.names
    return query
