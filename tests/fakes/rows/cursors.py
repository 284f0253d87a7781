"""Pages over what is held in memory."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, TypeVar

from certkeeper.domain.errors import RefusedError, Violation
from certkeeper.ports.paging import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")


def newest_first(items: Iterable[T], id_of: Callable[[T], str], *, limit: int, cursor: str | None) -> Page[T]:
    """One page; ids sort by time."""
    _refuse_malformed(cursor)
    left = sorted((item for item in items if cursor is None or id_of(item) < cursor), key=id_of, reverse=True)
    page = tuple(left[:limit])
    return Page(page, id_of(page[-1]) if len(left) > limit else None)


def _refuse_malformed(cursor: str | None) -> None:
    if cursor is None:
        return
    try:
        canonical = str(uuid.UUID(cursor)) == cursor
    except ValueError:
        canonical = False
    if not canonical:
        raise RefusedError([Violation("/cursor", "cursor", "use the value of `next` on the previous page")])
