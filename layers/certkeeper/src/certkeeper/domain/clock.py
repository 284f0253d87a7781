"""Moments in UTC, to the second, because certificates and RFC 3339 texts in ACME have no fractions."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

_TO_THE_SECOND = len("2026-01-15T12:00:00")

Clock = Callable[[], datetime]
"""A function that returns the present moment in UTC. It is passed in, so that tests can choose the moment."""


def utc_now() -> datetime:
    """Return the present moment in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


@lru_cache(maxsize=64)
def to_text(moment: datetime) -> str:
    """Return the moment as RFC 3339 in UTC with a Z.

    Texts of this form sort as their moments do; the table relies on it.

    It is cached, because one request writes the same few moments many times.
    """
    return moment.astimezone(UTC).isoformat()[:_TO_THE_SECOND] + "Z"


def from_text(text: str) -> datetime:
    """Return the moment that an RFC 3339 text names. Raises ValueError where it is malformed or has no time zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    try:
        return moment.astimezone(UTC).replace(microsecond=0)
    except OverflowError:  # 0001-01-01T00:00:00+14:00 is in the year before the first
        raise ValueError("a moment beyond the calendar") from None
