"""The orders of a scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.services.scopes.known_scope import require_scope

if TYPE_CHECKING:
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.orders import Orders
    from certkeeper.ports.paging import Page
    from certkeeper.ports.scopes import Scopes


def list_orders(scope: str, *, orders: Orders, scopes: Scopes, limit: int, cursor: str | None) -> Page[Order]:
    """One page, newest first. Raises NotFoundError('scope')."""
    page = orders.list(scope, limit=limit, cursor=cursor)
    require_scope(scope, page, cursor, scopes=scopes)
    return page
