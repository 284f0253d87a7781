"""Parameters of the path (ADR 15).

One that no object can have is not found, in the same words as for one that does not exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.ids import is_id
from certkeeper.domain.errors import NotFoundError
from certkeeper.domain.scopes import is_scope_name

if TYPE_CHECKING:
    from certkeeper.entrypoints.http.request import Request

_VERSION_DIGITS = 6
"""The most digits of a version's number: the key of its row has as many (adapters.dynamodb.keys.version)."""


def scope_name(request: Request) -> str:
    """Return the scope in the path of a request; raise NotFoundError if no scope can have that name."""
    text = request.path.get("scope", "")
    if not is_scope_name(text):
        raise NotFoundError("scope")
    return text


def version_number(request: Request) -> int:
    """Return the number of a version in the path of a request; raise NotFoundError if no version can have it."""
    text = request.path.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) <= _VERSION_DIGITS and int(text) > 0):
        raise NotFoundError("certificate version")
    return int(text)


def identifier(request: Request, kind: str) -> str:
    """Return the id in the path of a request, of the kind `order` or `certificate`.

    Raises NotFoundError if no object can have that id.
    """
    text = request.path.get(f"{kind}_id", "")
    if not is_id(text):
        raise NotFoundError(kind)
    return text
