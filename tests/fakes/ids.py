"""Ids that count, in the form of UUIDv7: sorted as they were made, the same in every run."""

from __future__ import annotations


class CountingIds:
    """Gives the next id at each call."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> str:
        """The next id."""
        self.made += 1
        return f"01990000-0000-7000-8000-{self.made:012x}"
