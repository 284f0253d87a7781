"""`ports.rate_limits.RateLimits` in memory."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

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


class FakeRateLimits:
    """Counts in memory; fulfils `ports.rate_limits.RateLimits`.

    `orders` and `by_people` are by quarter of an hour, `validations` by name and hour.
    """

    def __init__(self, most: int = ORDERS_PER_THREE_HOURS) -> None:
        self.most = most
        self.orders: Counter[datetime] = Counter()
        self.by_people: Counter[datetime] = Counter()
        self.validations: Counter[tuple[str, datetime]] = Counter()

    def count_order(self, now: datetime) -> int:
        """See `RateLimits.count_order`."""
        quarter = beginning(now, QUARTER)
        self.orders[quarter] += 1
        self.by_people[quarter] += 1
        return self.by_people[quarter]

    def take_order(self, now: datetime, *, urgent: bool = True) -> datetime | None:
        """See `RateLimits.take_order`."""
        quarter = beginning(now, QUARTER)
        most = self.most if urgent else for_non_urgent(self.most)
        if sum(self.orders[quarter - back * QUARTER] for back in range(QUARTERS_BEFORE + 1)) >= most:
            return following(now, QUARTER)
        self.orders[quarter] += 1
        return None

    def take_validations(self, names: Sequence[str], now: datetime) -> datetime | None:
        """See `RateLimits.take_validations`."""
        hour = beginning(now, HOUR)
        for name, count in Counter(name.removeprefix("*.") for name in names).items():
            if self.validations[name, hour] + count > max(count, VALIDATIONS_PER_HOUR):
                return following(now, HOUR)
            self.validations[name, hour] += count
        return None
