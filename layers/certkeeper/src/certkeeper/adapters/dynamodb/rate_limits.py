"""Counts against the CA's rate limits: a row for each quarter of an hour, and one for each name and hour (ADR 52)."""

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

COUNT_LIFETIME = HOUR * 24
"""How long a count is kept: longer than the window of three hours, with room for clocks that differ. DynamoDB deletes
some time after."""


class RateLimitCount(NamedTuple):
    """Counts of a quarter of an hour (orders, and how many of them people placed), or of a name and hour (validations).

    `expires_at` is in epoch seconds.
    """

    orders: int
    by_people: int
    validations: int
    expires_at: int


RATE_LIMIT = Columns(RateLimitCount, dict.fromkeys(RateLimitCount._fields, NUMBER))


class DynamoRateLimits:
    """Counts of orders and validations; fulfils `ports.rate_limits.RateLimits`.

    `most` is how many orders the account may place in three hours.
    """

    def __init__(self, table: str, client: DynamoDBClient, *, most: int = ORDERS_PER_THREE_HOURS) -> None:
        self._table = Table(table, client)
        self._most = most
        self._before: dict[datetime, int] = {}

    @translated
    def count_order(self, now: datetime) -> int:
        """Count an order that is placed now, whatever the limit is.

        Return how many were counted so in this quarter of an hour.
        """
        quarter = beginning(now, QUARTER)
        counted = update(keys.rate_limit(to_text(quarter)), _expiry(quarter), add={"orders": 1, "by_people": 1})
        return RATE_LIMIT.read(self._table.write(counted, "UPDATED_NEW")).by_people

    @translated
    def take_order(self, now: datetime, *, urgent: bool = True) -> datetime | None:
        """Count an order if the limit allows one now, and return None; else return when to try again.

        `urgent` orders may use the whole limit, others a part of it. The current quarter of an hour may use what the
        quarters before it have left (UpdateItem with a condition, so that no two callers take the last one).
        """
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
        """Count the validations that an order of these names needs if the limit allows them now, and return None.

        Else return when to try again. A wildcard and its apex are two validations of one name.
        """
        hour = beginning(now, HOUR)
        for name, count in Counter(name.removeprefix("*.") for name in names).items():
            row = keys.validations(name, to_text(hour))
            if not self._add(row, "validations", count, max(count, VALIDATIONS_PER_HOUR), hour):
                return following(now, HOUR)
        return None

    def _add(self, key: Key, attribute: str, count: int, most: int, bucket: datetime) -> bool:
        """Return whether `count` was added to an attribute, which is done only if the sum stays within `most`."""
        if count > most:
            return False
        within = when(f"attribute_not_exists({attribute}) OR {attribute} <= :room", room=NUMBER.write(most - count))
        try:
            self._table.write(update(key, _expiry(bucket), within, add={attribute: count}))
        except ConditionsFailedError:
            return False
        return True

    def _taken_before(self, quarter: datetime) -> int:
        """Return how many orders were counted in the quarters before.

        These do not change any more, so a sweep reads them once.
        """
        if quarter not in self._before:
            first, last = quarter - QUARTERS_BEFORE * QUARTER, quarter - QUARTER
            between = when("sk BETWEEN :first AND :last", first={"S": to_text(first)}, last={"S": to_text(last)})
            answer = self._table.client.query(**self._table.query(keys.RATE_LIMIT, between))
            self._before = {quarter: sum(RATE_LIMIT.read(row).orders for row in answer["Items"])}
        return self._before[quarter]


def _expiry(bucket: datetime) -> Attributes:
    return {**RATE_LIMIT.stamp, **RATE_LIMIT.part(expires_at=int((bucket + COUNT_LIFETIME).timestamp()))}
