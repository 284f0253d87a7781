"""The CA's rate limits, and the periods in which their use is counted (ADRs 52 and 71)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
QUARTERS_BEFORE = 12
"""Quarters of an hour in three hours, the period of Let's Encrypt's limit of new orders per account.

Source: https://letsencrypt.org/docs/rate-limits/. With the current quarter they cover any three hours.
"""
ORDERS_PER_THREE_HOURS = 300
"""New orders per account in three hours (https://letsencrypt.org/docs/rate-limits/)."""
SPARE_DIVISOR = 10
"""One in ten orders is kept free for what is not counted.

An order is placed once more where the CA's answer was lost, and people order while a sweep runs. With one answer in
forty lost, 300 orders become 308.
"""
URGENT = timedelta(days=1)
"""The remaining lifetime below which a renewal is urgent: a pause is a day at most."""
VALIDATIONS_PER_HOUR = 2
"""Renewals of one name in a clock hour.

Any sixty minutes touch two of these, so at most four can fail; Let's Encrypt allows five failed validations
(https://letsencrypt.org/docs/rate-limits/), which leaves one for a person.
"""
MAX_ORDERS_BY_HAND = 10
"""Orders in a quarter of an hour that people place by hand; more come from a script."""


def for_renewals(most: int) -> int:
    """Return how many of the account's orders renewals may use, of `most` that the CA allows; at least one."""
    return max(1, most - -(-most // SPARE_DIVISOR))


def for_non_urgent(most: int) -> int:
    """Return how many of `most` orders renewals that are not urgent may use; at least one."""
    return for_renewals(most)


def beginning(now: datetime, bucket: timedelta) -> datetime:
    """Return when the period began that `now` is in. A `bucket` is its length, up to an hour; hours begin one."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    return hour + (now - hour) // bucket * bucket


def following(now: datetime, bucket: timedelta) -> datetime:
    """Return when the period after the one of `now` begins; `bucket` is the length of a period."""
    return beginning(now, bucket) + bucket
