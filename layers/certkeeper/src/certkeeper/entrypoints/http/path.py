"""What the path names. Whatever nothing can be called is not found, in the same words as what is not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certkeeper.adapters.ids import is_id
from certkeeper.domain.errors import NotFoundError
from certkeeper.domain.scopes import is_scope_name

if TYPE_CHECKING:
    from certkeeper.entrypoints.http.request import Request

TOKEN = r"[A-Za-z0-9_-]{22,128}"  # noqa: S105 - a pattern
"""RFC 8555 section 8.3: at least 128 bits, which are 22 characters."""


def scope_name(request: Request) -> str:
    """The scope in the path. Raises NotFoundError where no scope can have that name."""
    text = request.path.get("scope", "")
    if not is_scope_name(text):
        raise NotFoundError("scope")
    return text


def identifier(request: Request, kind: str) -> str:
    """`order_id` or `certificate_id` in the path. Raises NotFoundError where nothing can have that id."""
    text = request.path.get(f"{kind}_id", "")
    if not is_id(text):
        raise NotFoundError(kind)
    return text


def token(request: Request) -> str:
    """The challenge's token in the path. Raises NotFoundError where no CA can have given it."""
    given = request.path.get("token", "")
    if not re.fullmatch(TOKEN, given):
        raise NotFoundError("challenge")
    return given
