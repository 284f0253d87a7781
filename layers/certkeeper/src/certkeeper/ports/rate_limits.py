"""The CA's rate limits for the account, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class RateLimits(Protocol):
    """The limits of the CA for the account in a period, and how much of them is used."""

    def count_order(self, now: datetime) -> int:
        """Count a person's order at `now`, which is never refused, and return the count of this quarter of an hour."""

    def take_order(self, now: datetime, *, urgent: bool = True) -> datetime | None:
        """Count the order of a renewal at `now` and return None.

        Where three hours would have more than the CA allows, return when to ask again instead.

        A part of the limit is kept for renewals that are urgent.
        """

    def take_validations(self, names: Sequence[str], now: datetime) -> datetime | None:
        """Count a validation of each of the names at `now` and return None.

        Where a name has used its limit for the hour, return when to ask again instead.
        """
