"""Lists: `items`, and in `next` the cursor of the following page, or null on the last."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from certkeeper.entrypoints.contract.fields import Page

    Item = TypeVar("Item")
    Shown = TypeVar("Shown")


def page_view(items: Iterable[Item], show: Callable[[Item], Shown], next_: str | None) -> Page[Shown]:
    """One page of a list."""
    return {"items": [show(item) for item in items], "next": next_}
