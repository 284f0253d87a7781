"""If-Match and If-None-Match (RFC 9110 section 13.1): which state of a thing a change is meant for (ADR 46)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certkeeper.entrypoints.http.problem import ErrorItem, Kind, Problem, ProblemError

if TYPE_CHECKING:
    from certkeeper.entrypoints.http.request import Request

_TAG = r'(?:W/)?"[\x21\x23-\x7e]*"'
_LIST = rf"\s*{_TAG}(?:\s*,\s*{_TAG})*\s*"
_REVISION = r'(?<!W/)"([0-9]{1,19})"'
"""A strong tag of Certkeeper. Weak tags never match (section 13.1.1 wants the strong comparison)."""
MAX_IF_MATCH_CHARACTERS = 1024
"""The most characters of If-Match: some fifty tags."""


def if_match(request: Request, thing: str = "certificate") -> frozenset[int] | None:
    """Return the revisions of a thing that the caller names, any of which will do; None for `*`, or without If-Match.

    Raises ProblemError if the header of the request is malformed, or missing though the contract requires it.
    """
    if "if-match" not in request.headers and "if-match" in request.required_headers:
        detail = f"read the {thing}, and send its ETag in the header If-Match, so that no change of others is lost"
        error = ErrorItem("header", "If-Match", "required", "send this header")
        raise ProblemError(Problem(Kind.PRECONDITION_REQUIRED, detail, (error,)))
    text = request.headers.get("if-match")
    if text is None or text.strip() == "*":
        return None
    if len(text) > MAX_IF_MATCH_CHARACTERS or not re.fullmatch(_LIST, text):
        error = ErrorItem("header", "If-Match", "malformed", 'an ETag as it came, with its quotes: "7"')
        raise ProblemError(Problem(Kind.INVALID_HEADER, "the If-Match is malformed", (error,)))
    return frozenset(map(int, re.findall(_REVISION, text)))


def only_new(request: Request) -> bool:
    """Return whether the caller of a request wants nothing that exists to be replaced: If-None-Match is `*`.

    Raises ProblemError if the header has anything else: it could only name revisions that shall not be replaced.
    """
    text = request.headers.get("if-none-match")
    if text is None or text.strip() == "*":
        return text is not None
    error = ErrorItem("header", "If-None-Match", "malformed", "use `*`, or leave the header out")
    raise ProblemError(Problem(Kind.INVALID_HEADER, "the If-None-Match is malformed", (error,)))


def has_if_match(request: Request) -> bool:
    """Return whether a request has If-Match, be it `*`, so that it is meant for something that exists."""
    return "if-match" in request.headers
