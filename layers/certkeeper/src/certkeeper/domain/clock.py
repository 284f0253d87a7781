"""Moments: aware, in UTC, to the second, because that is what certificates and RFC 3339 texts in ACME carry."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

_TO_THE_SECOND = len("2026-01-15T12:00:00")

Clock = Callable[[], datetime]
"""Gives the present moment, aware and in UTC. Passed in, so that a decision can be tried at any moment."""


def utc_now() -> datetime:
    """The present moment in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


@lru_cache(maxsize=64)
def to_text(moment: datetime) -> str:
    """RFC 3339 in UTC with a Z. Texts of this one form sort as the moments do, which the table relies on.

    One request writes the same few moments many times.
    """
    return moment.astimezone(UTC).isoformat()[:_TO_THE_SECOND] + "Z"


def from_text(text: str) -> datetime:
    """The moment that an RFC 3339 text names. Raises ValueError where it is none or has no time zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    try:
        return moment.astimezone(UTC).replace(microsecond=0)
    except OverflowError:  # 0001-01-01T00:00:00+14:00 is in the year before the first
        raise ValueError("a moment beyond the calendar") from None
