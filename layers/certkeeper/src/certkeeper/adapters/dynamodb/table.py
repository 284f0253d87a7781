"""The table: single rows read consistently, and transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from botocore.exceptions import ClientError

from certkeeper.adapters.aws.errors import cancellation_reasons, code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import QueryInputTypeDef, TransactWriteItemTypeDef, UpdateTypeDef

    from certkeeper.adapters.dynamodb.attributes import Row
    from certkeeper.adapters.dynamodb.keys import Key

CONDITION_FAILED = "ConditionalCheckFailed"
CONFLICT = "TransactionConflict"
TRIES = 4
"""Two writes at the same moment cancel each other; the second try sees who has won."""


class ConditionsFailedError(Exception):
    """A transaction was cancelled. `failed` are the places of the writes whose condition did not hold."""

    def __init__(self, failed: Sequence[int]) -> None:
        super().__init__(f"conditions did not hold: {list(failed)}")
        self.failed = frozenset(failed)


class Table:
    """A table and the client that speaks to it."""

    def __init__(self, name: str, client: DynamoDBClient) -> None:
        self.name = name
        self.client = client

    def read(self, key: Key) -> Row | None:
        """The row as it is now, or None."""
        return self.client.get_item(TableName=self.name, Key=key.attributes(), ConsistentRead=True).get("Item")

    def update(self, update: UpdateTypeDef, returns: Literal["ALL_NEW", "NONE"]) -> Row:
        """One row, under a condition; the row afterwards where it is asked for. Raises ConditionsFailedError."""
        try:
            return self.client.update_item(**update, ReturnValues=returns).get("Attributes", {})
        except ClientError as error:
            if code(error) == "ConditionalCheckFailedException":
                raise ConditionsFailedError([0]) from error
            raise

    def partition(self, partition: str) -> Iterator[Row]:
        """All rows of a partition by their sort keys, as they are now."""
        query: QueryInputTypeDef = {
            "TableName": self.name,
            "KeyConditionExpression": "pk = :partition",
            "ExpressionAttributeValues": {":partition": {"S": partition}},
            "ConsistentRead": True,
        }
        return self._pages(query)

    def sort_keys(self, partition: str, before: str) -> Iterator[str]:
        """The sort keys of a partition that come before a text, in their sequence, as they are now."""
        query: QueryInputTypeDef = {
            "TableName": self.name,
            "KeyConditionExpression": "pk = :partition AND sk < :before",
            "ExpressionAttributeValues": {":partition": {"S": partition}, ":before": {"S": before}},
            "ProjectionExpression": "sk",
            "ConsistentRead": True,
        }
        return (row["sk"]["S"] for row in self._pages(query))

    def _pages(self, query: QueryInputTypeDef) -> Iterator[Row]:
        """All rows of a query: DynamoDB ends a page after 1 MB."""
        while True:
            answer = self.client.query(**query)
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def transact(self, writes: Sequence[TransactWriteItemTypeDef]) -> None:
        """All writes or none. botocore sends a ClientRequestToken, so that its own retries are one transaction.

        Raises ConditionsFailedError. A collision with another transaction is tried again, for it says nothing yet.
        """
        for tries_left in reversed(range(TRIES)):
            try:
                self.client.transact_write_items(TransactItems=writes)
            except ClientError as error:
                reasons = cancellation_reasons(error)
                if CONFLICT not in reasons and CONDITION_FAILED in reasons:
                    failed = [place for place, reason in enumerate(reasons) if reason == CONDITION_FAILED]
                    raise ConditionsFailedError(failed) from error
                if CONFLICT not in reasons or not tries_left:
                    raise
            else:
                return
