"""Quantities of what AWS bills, to be added up and multiplied."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tools.bench.costs.prices import PRICES, Item

if TYPE_CHECKING:
    from collections.abc import Mapping


class Usage:
    """Immutable: every sum is a new one."""

    def __init__(self, quantities: Mapping[Item, float] | None = None) -> None:
        self.quantities: dict[Item, float] = {item: value for item, value in (quantities or {}).items() if value}

    def __add__(self, other: Usage) -> Usage:
        """Both."""
        items = {**self.quantities, **other.quantities}
        return Usage({item: self[item] + other[item] for item in items})

    def __mul__(self, times: float) -> Usage:
        """So often."""
        return Usage({item: value * times for item, value in self.quantities.items()})

    def __getitem__(self, item: Item) -> float:
        """How much of one item."""
        return self.quantities.get(item, 0.0)

    def dollars(self) -> dict[str, float]:
        """Return the dollars that it costs, by service."""
        found: Counter[str] = Counter()
        for item, value in self.quantities.items():
            found[PRICES[item].service] += PRICES[item].of(value)  # type: ignore[assignment]
        return dict(found)
