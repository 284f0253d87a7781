"""JSON bodies of unknown origin: bounded first, and read so that no two readers could understand them differently.

The reasons are in ADR 14.
"""

from __future__ import annotations

import json
from math import isfinite
from typing import TYPE_CHECKING, Any, NoReturn

from certkeeper.entrypoints.http.problem import ErrorItem, Kind, Problem, ProblemError

if TYPE_CHECKING:
    from collections.abc import Collection

    from certkeeper.entrypoints.http.request import Request

MAX_BODY_BYTES = 65_536
"""The largest sensible body has 100 names of 253 characters, 26 kB in JSON; escapes and blanks may double it."""

MAX_INTEGER_DIGITS = 19
"""A signed 64-bit integer needs 19 (RFC 8259 section 6 leaves the limit to the reader). No field is larger."""


MAX_UPLOAD_BYTES = 2_097_152
"""The most bytes of an upload's body:

1 MB of files (domain/uploads/limits.py) is 1.4 MB in base64, and escapes may add a half. API Gateway accepts 10 MB.
"""


JSON = "application/json"
"""The media type of JSON (RFC 8259 section 11)."""
MERGE_PATCH = "application/merge-patch+json"
"""The media type of a JSON merge patch (RFC 7396 section 4)."""


def json_object(
    request: Request, max_bytes: int = MAX_BODY_BYTES, media_types: Collection[str] = (JSON,)
) -> dict[str, Any]:
    """Return the body of a request as a JSON object; raise ProblemError for anything else.

    `max_bytes` is the largest body, and `media_types` those that the request may declare.
    """
    content = _bounded(request, max_bytes)
    if not content:
        raise _malformed("send a JSON object")
    _require_json(request, media_types)
    try:
        document = json.loads(
            content.decode(),
            object_pairs_hook=_without_repeats,
            parse_constant=_not_a_number,
            parse_int=_bounded_int,
            parse_float=_finite_float,
        )
    except (ValueError, RecursionError):  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        document = _UNREADABLE
    # Raised outside the except block: an exception that is chained to json's would carry a piece of what was sent.
    if document is _UNREADABLE:
        raise _malformed("the body is not JSON in UTF-8, repeats a key, is nested too deeply, or has too long a number")
    if not isinstance(document, dict):
        raise _malformed("the body is JSON, but not an object; send a JSON object")
    return document


def require_no_body(request: Request) -> None:
    """Return if the request has no body, or an empty object; raise ProblemError for anything else."""
    if request.body is None or request.body.strip() not in {b"", b"{}"}:
        raise ProblemError(Problem(Kind.UNEXPECTED_BODY, "send no body, or an empty JSON object"))


_UNREADABLE = object()


def _bounded(request: Request, max_bytes: int) -> bytes:
    if request.body is None:
        raise _malformed("the body is not text in UTF-8")
    if len(request.body) > max_bytes:
        raise ProblemError(Problem(Kind.BODY_TOO_LARGE, f"a body may have at most {max_bytes} bytes"))
    return request.body


def _require_json(request: Request, media_types: Collection[str]) -> None:
    media_type, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    if media_type.strip() not in media_types or charset not in {"", "charset=utf-8"}:
        error = ErrorItem("header", "Content-Type", "media_type", "the body must be application/json in UTF-8")
        raise ProblemError(Problem(Kind.UNSUPPORTED_MEDIA_TYPE, "send Content-Type: application/json", (error,)))


def _malformed(detail: str) -> ProblemError:
    return ProblemError(Problem(Kind.MALFORMED_BODY, detail, (ErrorItem("pointer", "", "malformed", detail),)))


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of these pairs; raise ValueError if a name is repeated: readers differ in which one counts.

    RFC 8259 section 4.
    """
    document = dict(pairs)
    if len(document) != len(pairs) or not all(name.isprintable() for name in document):
        raise ValueError
    return document


def _not_a_number(_constant: str) -> NoReturn:
    """Raise ValueError: NaN and Infinity are Python's, not JSON's."""
    raise ValueError


def _bounded_int(digits: str) -> int:
    if len(digits) > MAX_INTEGER_DIGITS:
        raise ValueError
    return int(digits)


def _finite_float(digits: str) -> float:
    if not isfinite(number := float(digits)):
        raise ValueError
    return number
