"""The table: consistent reads of rows, pages of a partition, single writes and transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from botocore.exceptions import ClientError

from certkeeper.adapters.aws.errors import cancellation_reasons, code
from certkeeper.adapters.dynamodb.rows.expressions import when
from certkeeper.adapters.ids import is_id
from certkeeper.domain.errors import RefusedError, Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import QueryInputTypeDef

    from certkeeper.adapters.dynamodb.keys import Key
    from certkeeper.adapters.dynamodb.rows.columns import Row
    from certkeeper.adapters.dynamodb.rows.expressions import Condition, Write

CONDITION_FAILED = "ConditionalCheckFailed"
CONFLICT = "TransactionConflict"
MAX_ATTEMPTS = 4
"""The most attempts of a transaction.

Two at the same moment cancel each other; the next attempt finds out which one has won.
"""
PAGE_GROWTH_FACTOR = 4
"""A filter that few rows pass is helped by longer reads; one that many pass is done after the first."""
MAX_PAGE_ROWS = 1000
"""The most rows that one query of a filtered list reads."""
MAX_LIST_QUERIES = 25
"""The most queries for one page of a list: a search for something rare ends after some 20,000 rows, within API
Gateway's 29 s, and its cursor continues from there.
"""


class ConditionsFailedError(Exception):
    """Nothing was written. `failed` are the names of the writes whose condition did not hold."""

    def __init__(self, failed: Iterable[str]) -> None:
        self.failed = frozenset(failed)
        super().__init__(f"conditions did not hold: {sorted(self.failed)}")


class Table:
    """A DynamoDB table and the client that calls it."""

    def __init__(self, name: str, client: DynamoDBClient) -> None:
        self.name = name
        self.client = client

    def read(self, key: Key) -> Row | None:
        """Return the row of a key as it is now, or None (GetItem, consistent)."""
        return self.client.get_item(TableName=self.name, Key=key.attributes(), ConsistentRead=True).get("Item")

    def write(self, write: Write, returns: Literal["ALL_NEW", "ALL_OLD", "UPDATED_NEW", "NONE"] = "NONE") -> Row:
        """Make one write and return the row before or after it, if `returns` asks for it, else an empty one.

        Raises ConditionsFailedError, with the write's action as the name, if its condition does not hold.
        """
        call = {"Put": self.client.put_item, "Update": self.client.update_item, "Delete": self.client.delete_item}
        request: dict[str, Any] = {"TableName": self.name, **write.request}
        if returns != "NONE":
            request["ReturnValues"] = returns
        try:
            return call[write.action](**request).get("Attributes", {})  # type: ignore[operator, no-any-return]
        except ClientError as error:
            if code(error) == "ConditionalCheckFailedException":
                raise ConditionsFailedError([write.action]) from error
            raise

    def transact(self, writes: Mapping[str, Write]) -> None:
        """Make all writes or none (TransactWriteItems).

        botocore sends a ClientRequestToken, so that its own retries are one transaction. Raises ConditionsFailedError.
        A collision with another transaction is tried again, for it decides nothing yet.
        """
        items: Any = [{write.action: {"TableName": self.name, **write.request}} for write in writes.values()]
        names = list(writes)
        for tries_left in reversed(range(MAX_ATTEMPTS)):
            try:
                self.client.transact_write_items(TransactItems=items)
            except ClientError as error:
                reasons = cancellation_reasons(error)
                if CONFLICT not in reasons and CONDITION_FAILED in reasons:
                    failed = [names[place] for place, reason in enumerate(reasons) if reason == CONDITION_FAILED]
                    raise ConditionsFailedError(failed) from error
                if CONFLICT not in reasons or not tries_left:
                    raise
            else:
                return

    def partition(self, partition: str) -> Iterator[Row]:
        """Yield all rows of a partition in the order of their sort keys, as they are now."""
        return self.rows(self.query(partition))

    def sort_keys(self, partition: str, before: str) -> Iterator[str]:
        """Yield the sort keys of a partition that come before a text, in their order, as they are now."""
        query = self.query(partition, when("sk < :before", before={"S": before}))
        query["ProjectionExpression"] = "sk"
        return (row["sk"]["S"] for row in self.rows(query))

    def query(self, partition: str, sort: Condition | None = None) -> QueryInputTypeDef:
        """Return the request of a consistent query of a partition; `sort` is a condition on the sort key."""
        return {
            "TableName": self.name,
            "KeyConditionExpression": "pk = :partition" + (f" AND {sort.text}" if sort else ""),
            "ExpressionAttributeValues": {":partition": {"S": partition}, **(sort.values if sort else {})},
            "ConsistentRead": True,
        }

    def rows(self, query: QueryInputTypeDef) -> Iterator[Row]:
        """Yield all rows of a query, page by page as they are asked for: DynamoDB ends a page after 1 MB."""
        while True:
            answer = self.client.query(**query)
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def newest_first(
        self,
        partition: str,
        where: Condition | None = None,
        attributes: Sequence[str] = (),
        *,
        passes: Callable[[Row], bool] = lambda _row: True,
        limit: int,
        cursor: str | None,
    ) -> tuple[list[Row], str | None]:
        """Return `limit` rows of a partition, newest first, and the cursor for the next.

        The cursor is the sort key of the last row, or None at the end. There are fewer rows if the partition ends, or
        if few of many pass `where`, in the table, and `passes`, here. `attributes` names those that are read of each
        row; all if it is empty. Raises RefusedError for a cursor that cannot be one.
        """
        if cursor is not None and not is_id(cursor):
            raise RefusedError([Violation("/cursor", "cursor", "use the value of `next` on the previous page")])
        rows: list[Row] = []
        size = limit + 1
        for _ in range(MAX_LIST_QUERIES):
            answer = self.client.query(**self._page(partition, where, attributes, size, cursor))
            rows += filter(passes, answer["Items"])
            if len(rows) > limit:
                return rows[:limit], rows[limit - 1]["sk"]["S"]
            if "LastEvaluatedKey" not in answer:
                return rows, None
            cursor = answer["LastEvaluatedKey"]["sk"]["S"]
            size = min(size * PAGE_GROWTH_FACTOR, MAX_PAGE_ROWS)
        return rows, cursor

    def _page(
        self, partition: str, where: Condition | None, attributes: Sequence[str], size: int, cursor: str | None
    ) -> QueryInputTypeDef:
        query = self.query(partition, when("sk < :cursor", cursor={"S": cursor}) if cursor else None)
        query |= {"ScanIndexForward": False, "Limit": size}
        if where:
            query["FilterExpression"] = where.text
            query["ExpressionAttributeValues"] = {**query["ExpressionAttributeValues"], **where.values}
        if attributes:
            query["ProjectionExpression"] = ", ".join(f"#{name}" for name in attributes)
            query["ExpressionAttributeNames"] = {f"#{name}": name for name in attributes}
        return query
