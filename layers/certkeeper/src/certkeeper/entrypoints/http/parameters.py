"""Query parameters and the Idempotency-Key.

Patterns are compiled at their first use: no request needs them all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certkeeper.adapters.ids import is_id
from certkeeper.entrypoints.http.problem import ErrorItem, Kind, Problem, ProblemError, values_to_change

if TYPE_CHECKING:
    from collections.abc import Collection

    from certkeeper.entrypoints.http.request import Request

DEFAULT_LIMIT = 50
"""Items of a page, unless the caller asks for another number."""
MAX_PAGE_SIZE = 100
"""Items of a page that a caller may ask for."""
MAX_PARAMETER_CHARACTERS = 253
"""The longest parameter is a text to search for; no name is longer (RFC 1035 section 2.3.4)."""

_LIMIT = r"[0-9]{1,3}"
_CONTROL = r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]"
"""Control characters, and halves of surrogate pairs."""
IDEMPOTENCY_KEY = r"[\x20-\x7e]{1,128}"
"""Printable ASCII; an Idempotency-Key is mostly a UUID."""


def require_known(request: Request, known: Collection[str]) -> None:
    """Return if the request has only the parameters in `known`, each once; raise ProblemError if not."""
    if any(name not in known for name in request.query):
        listed = ", ".join(sorted(known)) or "none"
        raise _invalid("", "unknown_parameter", f"this operation has no such parameter; it has: {listed}")
    for name, values in request.query.items():
        if len(values) != 1:
            raise _invalid(name, "repeated", "send this parameter once")
        if len(values[0]) > MAX_PARAMETER_CHARACTERS or re.search(_CONTROL, values[0]):
            detail = f"use at most {MAX_PARAMETER_CHARACTERS} characters, and no control characters"
            raise _invalid(name, "text", detail)


def text(request: Request, name: str) -> str | None:
    """Return the text of a query parameter of a request, by its name; None if it is missing or empty."""
    values = request.query.get(name)
    return values[0] or None if values else None


def choice(request: Request, name: str, known: Collection[str]) -> str | None:
    """Return a query parameter of a request that is one of `known`, by its name, or None if it is missing.

    Raises ProblemError for any other value.
    """
    chosen = text(request, name)
    if chosen is None or chosen in known:
        return chosen
    raise _invalid(name, "not_one_of", f"use one of: {', '.join(known)}")


def limit(request: Request) -> int:
    """Return how many items a page of the request has; raise ProblemError if that is no number in bounds."""
    asked = text(request, "limit")
    if asked is None:
        return DEFAULT_LIMIT
    if re.fullmatch(_LIMIT, asked) and 1 <= int(asked) <= MAX_PAGE_SIZE:
        return int(asked)
    raise _invalid("limit", "out_of_bounds", f"give a whole number from 1 to {MAX_PAGE_SIZE}")


def cursor(request: Request) -> str | None:
    """Return where the page of a request begins: the cursor of the page before, or None.

    Raises ProblemError if it is no id.
    """
    text_ = text(request, "cursor")
    if text_ is None or is_id(text_):
        return text_
    raise _invalid("cursor", "cursor", "use the value of `next` on the previous page")


def idempotency_key(request: Request) -> str | None:
    """Return the Idempotency-Key of a request, or None if it has none; raise ProblemError if it is malformed."""
    key = request.headers.get("idempotency-key")
    if key is None or re.fullmatch(IDEMPOTENCY_KEY, key):
        return key
    error = ErrorItem("header", "Idempotency-Key", "malformed", "use 1 to 128 printable ASCII characters")
    raise ProblemError(Problem(Kind.INVALID_HEADER, "the Idempotency-Key is malformed", (error,)))


def _invalid(name: str, code: str, detail: str) -> ProblemError:
    return ProblemError(
        Problem(Kind.INVALID_PARAMETER, values_to_change(1), (ErrorItem("parameter", name, code, detail),))
    )
