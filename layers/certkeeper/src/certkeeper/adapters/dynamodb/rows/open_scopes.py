"""The check, in a transaction, that a scope is there to stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.rows.columns import MOMENT
from certkeeper.adapters.dynamodb.rows.expressions import check, when
from certkeeper.domain.errors import ConflictError
from certkeeper.domain.scopes import ALL_SCOPE

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.adapters.dynamodb.rows.expressions import Write


def open_scope(name: str, now: datetime) -> dict[str, Write]:
    """Return the check that the scope of this name is neither deleted nor being deleted, under the name `scope`.

    `now` is when the request began. A deletion that has not ended within `keys.INTENT_TIMEOUT` has died, and keeps
    nothing out any more. The built-in scope has no row and needs no check.
    """
    if name == ALL_SCOPE:
        return {}
    died = MOMENT.write(now - keys.INTENT_TIMEOUT)
    is_open = "attribute_not_exists(deleted_at) AND (attribute_not_exists(closed_at) OR closed_at < :died)"
    return {"scope": check(keys.scope(name), when(is_open, died=died))}


def scope_deleted() -> ConflictError:
    """Return the error of a transaction whose check of the scope has failed."""
    detail = "the scope was deleted at this moment, or is being deleted; read the scopes, then try again"
    return ConflictError("scope_deleted", detail)
