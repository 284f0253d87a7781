"""Parts of many documents: moments, and pages of lists."""

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
    """Return the value, a moment, in RFC 3339 and UTC; None if there is none."""
    return None if value is None else to_text(value)


def page_view(items: Iterable[Item], show: Callable[[Item], Shown], next_: str | None) -> Page[Shown]:
    """Return one page of a list: each of the items as `show` makes it, and the cursor of the next page."""
    return {"items": [show(item) for item in items], "next": next_}
