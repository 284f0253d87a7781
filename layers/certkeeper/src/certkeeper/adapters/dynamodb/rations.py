"""What is counted against the CA's limits: a row for each quarter of an hour, and one for each name and hour."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from certkeeper.adapters.aws.errors import code, translated
from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.domain.clock import to_text
from certkeeper.domain.renewal.rations import (
    HOUR,
    ORDERS_PER_THREE_HOURS,
    QUARTER,
    QUARTERS_BEFORE,
    VALIDATIONS_PER_HOUR,
    beginning,
    following,
    for_patient,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.adapters.dynamodb.keys import Key

KEPT = HOUR * 24
"""Long enough for the window, with room for clocks that differ; DynamoDB deletes some time after."""


class DynamoRations:
    """Fulfils `ports.rations.Rations`. `most`: how many orders the account may place in three hours."""

    def __init__(self, table: str, client: DynamoDBClient, *, most: int = ORDERS_PER_THREE_HOURS) -> None:
        self._table = table
        self._client = client
        self._most = most
        self._before: dict[datetime, int] = {}

    @translated
    def note(self, now: datetime) -> int:
        """See `Rations.note`."""
        quarter = beginning(now, QUARTER)
        answer = self._client.update_item(
            TableName=self._table,
            Key=keys.ration(to_text(quarter)).attributes(),
            UpdateExpression="ADD orders :one, noted :one SET expires_at = :expires_at",
            ExpressionAttributeValues={":one": a.number(1), ":expires_at": _expires_at(quarter)},
            ReturnValues="UPDATED_NEW",
        )
        return a.read_number(answer["Attributes"], "noted")

    @translated
    def take_order(self, now: datetime, *, urgent: bool = True) -> datetime | None:
        """See `Rations.take_order`. The quarter that runs is capped by what those before have left."""
        quarter = beginning(now, QUARTER)
        most = self._most if urgent else for_patient(self._most)
        left = most - self._taken_before(quarter)
        return None if self._add(keys.ration(to_text(quarter)), "orders", 1, left, quarter) else following(now, QUARTER)

    @translated
    def take_validations(self, names: Sequence[str], now: datetime) -> datetime | None:
        """See `Rations.take_validations`. A wildcard and its apex are two validations of one name."""
        hour = beginning(now, HOUR)
        for name, count in Counter(name.removeprefix("*.") for name in names).items():
            row = keys.validations(name, to_text(hour))
            if not self._add(row, "validations", count, max(count, VALIDATIONS_PER_HOUR), hour):
                return following(now, HOUR)
        return None

    def _add(self, key: Key, attribute: str, count: int, most: int, bucket: datetime) -> bool:
        """Counts where the sum stays within `most`."""
        if count > most:
            return False
        try:
            self._client.update_item(
                TableName=self._table,
                Key=key.attributes(),
                UpdateExpression=f"ADD {attribute} :count SET expires_at = :expires_at",
                ConditionExpression=f"attribute_not_exists({attribute}) OR {attribute} <= :room",
                ExpressionAttributeValues={
                    ":count": a.number(count),
                    ":room": a.number(most - count),
                    ":expires_at": _expires_at(bucket),
                },
            )
        except ClientError as error:
            if code(error) == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def _taken_before(self, quarter: datetime) -> int:
        """Quarters that are over change no more, but for a clock that is late: a sweep reads them once."""
        if quarter not in self._before:
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="pk = :partition AND sk BETWEEN :first AND :last",
                ExpressionAttributeValues={
                    ":partition": {"S": keys.RATION},
                    ":first": {"S": to_text(quarter - QUARTERS_BEFORE * QUARTER)},
                    ":last": {"S": to_text(quarter - QUARTER)},
                },
                ConsistentRead=True,
            )
            self._before = {quarter: sum(a.read_number(row, "orders") for row in answer["Items"])}
        return self._before[quarter]


def _expires_at(bucket: datetime) -> AttributeValueTypeDef:
    return a.number(int((bucket + KEPT).timestamp()))
