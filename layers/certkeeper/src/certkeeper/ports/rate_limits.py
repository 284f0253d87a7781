"""What the CA allows our account, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class RateLimits(Protocol):
    """What the CA allows our account, counted. Who is refused is told when to ask again."""

    def count_order(self, now: datetime) -> int:
        """Counts an order of a person, which is never refused; gives how many of these the quarter of an hour has."""

    def take_order(self, now: datetime, *, urgent: bool = True) -> datetime | None:
        """Counts the order of a renewal, None; or refuses it, for three hours would have more than the CA allows.

        A part is kept for what is urgent: whoever has days to go makes way.
        """

    def take_validations(self, names: Sequence[str], now: datetime) -> datetime | None:
        """Counts a validation of each name, None; or refuses, for a name has had its share of the hour."""
