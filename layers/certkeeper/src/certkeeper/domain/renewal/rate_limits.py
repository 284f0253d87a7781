"""What the CA allows in a time, and the buckets in which we count it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
QUARTERS_BEFORE = 12
"""Three hours (https://letsencrypt.org/docs/rate-limits/: new orders per account). With the quarter that runs they
cover any window of three hours."""
ORDERS_PER_THREE_HOURS = 300
"""The same page."""
SPARE = 10
"""A tenth is left to what is not counted: an order whose answer was lost is placed at the CA once more, and people come
while a sweep goes on. With one answer in forty lost, a ration of 300 makes 308 orders."""
URGENT = timedelta(days=1)
"""With less life left than this a renewal is urgent: a pause of ours is a day at the longest."""
VALIDATIONS_PER_HOUR = 2
"""Of one name, in a clock hour. Any sixty minutes touch two of them, so that no more than four renewals of a name can
fail in an hour; Let's Encrypt allows five (the same page: authorization failures), and one is a person's."""
MAX_ORDERS_BY_HAND = 10
"""So many orders in a quarter of an hour come from people; what comes after them comes from a script."""


def for_renewals(most: int) -> int:
    """How many of the orders that the account may place are shared out among renewals; at least one."""
    return max(1, most - -(-most // SPARE))


def for_non_urgent(most: int) -> int:
    """How many of those orders renewals get that are not urgent; at least one."""
    return for_renewals(most)


def beginning(now: datetime, bucket: timedelta) -> datetime:
    """When the bucket began that `now` is in. Buckets of up to an hour begin with the hour."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    return hour + (now - hour) // bucket * bucket


def following(now: datetime, bucket: timedelta) -> datetime:
    """When the next bucket begins."""
    return beginning(now, bucket) + bucket
