"""Retry-After (RFC 9110 section 10.2.3): seconds, or a date. Pebble sends either, at random."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_MOST_DIGITS = 10
"""Three hundred years in seconds; `int` refuses texts of 4,300 digits with another error than the rest."""


def retry_after_seconds(value: str | None, now: datetime) -> int | None:
    """Whole seconds to wait from `now` on, never negative; None where the header is missing or means nothing."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return int(text[-_MOST_DIGITS:]) if len(text.lstrip("0")) <= _MOST_DIGITS else None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:  # `-0000`; HTTP dates are in GMT
        moment = moment.replace(tzinfo=UTC)
    try:
        return max(0, round((moment - now).total_seconds()))
    except OverflowError:
        return None
