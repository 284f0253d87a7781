"""What is counted against the CA's limits: a row for each quarter of an hour, and one for each name and hour."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.rows.columns import NUMBER, Columns
from certkeeper.adapters.dynamodb.rows.expressions import update, when
from certkeeper.adapters.dynamodb.rows.table import ConditionsFailedError, Table
from certkeeper.domain.clock import to_text
from certkeeper.domain.renewal.rate_limits import (
    HOUR,
    ORDERS_PER_THREE_HOURS,
    QUARTER,
    QUARTERS_BEFORE,
    VALIDATIONS_PER_HOUR,
    beginning,
    following,
    for_non_urgent,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from certkeeper.adapters.dynamodb.keys import Key
    from certkeeper.adapters.dynamodb.rows.columns import Attributes

KEPT = HOUR * 24
"""Long enough for the window, with room for clocks that differ; DynamoDB deletes some time after."""


class RateLimitCount(NamedTuple):
    """What was counted in a quarter (orders placed, and those only noted) or of a name in an hour (validations).

    `expires_at` is in epoch seconds.
    """

    orders: int
    noted: int
    validations: int
    expires_at: int


RATE_LIMIT = Columns(RateLimitCount, dict.fromkeys(RateLimitCount._fields, NUMBER))


class DynamoRateLimits:
    """Fulfils `ports.rate_limits.RateLimits`. `most`: how many orders the account may place in three hours."""

    def __init__(self, table: str, client: DynamoDBClient, *, most: int = ORDERS_PER_THREE_HOURS) -> None:
        self._table = Table(table, client)
        self._most = most
        self._before: dict[datetime, int] = {}

    @translated
    def count_order(self, now: datetime) -> int:
        """See `RateLimits.count_order`."""
        quarter = beginning(now, QUARTER)
        counted = update(keys.rate_limit(to_text(quarter)), _expiry(quarter), add={"orders": 1, "noted": 1})
        return RATE_LIMIT.read(self._table.write(counted, "UPDATED_NEW")).noted

    @translated
    def take_order(self, now: datetime, *, urgent: bool = True) -> datetime | None:
        """See `RateLimits.take_order`. The quarter that runs is capped by what those before have left."""
        quarter = beginning(now, QUARTER)
        most = self._most if urgent else for_non_urgent(self._most)
        left = most - self._taken_before(quarter)
        return (
            None
            if self._add(keys.rate_limit(to_text(quarter)), "orders", 1, left, quarter)
            else following(now, QUARTER)
        )

    @translated
    def take_validations(self, names: Sequence[str], now: datetime) -> datetime | None:
        """See `RateLimits.take_validations`. A wildcard and its apex are two validations of one name."""
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
        within = when(f"attribute_not_exists({attribute}) OR {attribute} <= :room", room=NUMBER.write(most - count))
        try:
            self._table.write(update(key, _expiry(bucket), within, add={attribute: count}))
        except ConditionsFailedError:
            return False
        return True

    def _taken_before(self, quarter: datetime) -> int:
        """Quarters that are over change no more, but for a clock that is late: a sweep reads them once."""
        if quarter not in self._before:
            first, last = quarter - QUARTERS_BEFORE * QUARTER, quarter - QUARTER
            between = when("sk BETWEEN :first AND :last", first={"S": to_text(first)}, last={"S": to_text(last)})
            answer = self._table.client.query(**self._table.query(keys.RATE_LIMIT, between))
            self._before = {quarter: sum(RATE_LIMIT.read(row).orders for row in answer["Items"])}
        return self._before[quarter]


def _expiry(bucket: datetime) -> Attributes:
    return {**RATE_LIMIT.stamp, **RATE_LIMIT.part(expires_at=int((bucket + KEPT).timestamp()))}
