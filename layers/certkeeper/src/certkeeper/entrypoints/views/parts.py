"""What many answers have: moments, and pages of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, overload

from certkeeper.domain.clock import to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from certkeeper.entrypoints.contract.fields import Page

    Item = TypeVar("Item")
    Shown = TypeVar("Shown")


@overload
def moment(value: datetime) -> str: ...


@overload
def moment(value: datetime | None) -> str | None: ...


def moment(value: datetime | None) -> str | None:
    """RFC 3339 in UTC; null where it has not come."""
    return None if value is None else to_text(value)


def page_view(items: Iterable[Item], show: Callable[[Item], Shown], next_: str | None) -> Page[Shown]:
    """One page of a list."""
    return {"items": [show(item) for item in items], "next": next_}
