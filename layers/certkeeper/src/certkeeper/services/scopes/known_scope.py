"""An empty list says that there is nothing yet, not that there is no such scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeVar

    from certkeeper.ports.paging import Page
    from certkeeper.ports.scopes import Scopes

    Item = TypeVar("Item")


def require_scope(scope: str, page: Page[Item], cursor: str | None, *, scopes: Scopes) -> None:
    """Raises NotFoundError('scope') where the first page is empty, no other follows, and nobody has put the scope.

    Only then is the scope's row read: what is listed stands in a scope that is there.
    """
    if cursor is None and not page.items and page.next_cursor is None:
        scopes.get(scope)
