"""Lists: `items`, and in `next` the cursor of the following page, or null on the last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Item = TypeVar("Item")


def page_view(items: Iterable[Item], show: Callable[[Item], dict[str, Any]], next_: str | None) -> dict[str, Any]:
    """One page of a list."""
    return {"items": [show(item) for item in items], "next": next_}
