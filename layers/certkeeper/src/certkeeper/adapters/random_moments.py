"""Chance, from the system's own source."""

from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def random_moment(start: datetime, end: datetime) -> datetime:
    """Any moment from `start` to `end`, to the second."""
    return (start + (end - start) * SystemRandom().random()).replace(microsecond=0)
