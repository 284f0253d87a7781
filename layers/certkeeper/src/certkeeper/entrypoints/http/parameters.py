"""Query parameters and the Idempotency-Key.

Patterns are compiled when they are first used: no request needs them all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certkeeper.adapters.ids import is_id
from certkeeper.entrypoints.http.problem import ErrorItem, Kind, Problem, ProblemError

if TYPE_CHECKING:
    from collections.abc import Collection

    from certkeeper.entrypoints.http.request import Request

DEFAULT_LIMIT = 50
MAX_PAGE_SIZE = 100
MAX_PARAMETER_CHARACTERS = 253
"""The longest is a text to search for, and no name is longer."""

_LIMIT = r"[0-9]{1,3}"
_CONTROL = r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]"
IDEMPOTENCY_KEY = r"[\x20-\x7e]{1,128}"


def require_known(request: Request, known: Collection[str]) -> None:
    """Raises ProblemError for query parameters that the operation does not have, or that come twice."""
    if any(name not in known for name in request.query):
        listed = ", ".join(sorted(known)) or "none"
        raise _invalid("", "unknown_parameter", f"this operation has no such parameter; it has: {listed}")
    for name, values in request.query.items():
        if len(values) != 1:
            raise _invalid(name, "repeated", "give it once")
        if len(values[0]) > MAX_PARAMETER_CHARACTERS or re.search(_CONTROL, values[0]):
            raise _invalid(
                name, "text", f"at most {MAX_PARAMETER_CHARACTERS} characters, none of them a control character"
            )


def text(request: Request, name: str) -> str | None:
    """A query parameter's text; None where it is missing or empty."""
    values = request.query.get(name)
    return values[0] or None if values else None


def choice(request: Request, name: str, known: Collection[str]) -> str | None:
    """A query parameter that is one of `known`; None where it is missing. Raises ProblemError."""
    chosen = text(request, name)
    if chosen is None or chosen in known:
        return chosen
    raise _invalid(name, "not_one_of", f"one of: {', '.join(known)}")


def limit(request: Request) -> int:
    """How many items a page shall have. Raises ProblemError."""
    asked = text(request, "limit")
    if asked is None:
        return DEFAULT_LIMIT
    if re.fullmatch(_LIMIT, asked) and 1 <= int(asked) <= MAX_PAGE_SIZE:
        return int(asked)
    raise _invalid("limit", "out_of_bounds", f"a whole number from 1 to {MAX_PAGE_SIZE}")


def cursor(request: Request) -> str | None:
    """Where the page begins: the cursor of the page before, which is an id. Raises ProblemError."""
    text_ = text(request, "cursor")
    if text_ is None or is_id(text_):
        return text_
    raise _invalid("cursor", "cursor", "take it from `next` of the previous page")


def idempotency_key(request: Request) -> str | None:
    """The Idempotency-Key, or None where there is none. Raises ProblemError."""
    key = request.headers.get("idempotency-key")
    if key is None or re.fullmatch(IDEMPOTENCY_KEY, key):
        return key
    error = ErrorItem("header", "Idempotency-Key", "malformed", "1 to 128 printable ASCII characters")
    raise ProblemError(Problem(Kind.INVALID_HEADER, "the Idempotency-Key is malformed", (error,)))


def _invalid(name: str, code: str, detail: str) -> ProblemError:
    return ProblemError(Problem(Kind.INVALID_PARAMETER, detail, (ErrorItem("parameter", name, code, detail),)))
