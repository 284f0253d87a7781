"""Random moments, from the operating system's random source."""

from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def random_moment(start: datetime, end: datetime) -> datetime:
    """Return a random moment from `start` to `end`, without a fraction of a second."""
    return (start + (end - start) * SystemRandom().random()).replace(microsecond=0)
