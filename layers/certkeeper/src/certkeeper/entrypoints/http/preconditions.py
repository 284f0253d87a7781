"""If-Match (RFC 9110 section 13.1.1): what the caller has seen before saying what shall change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certkeeper.entrypoints.http.problem import ErrorItem, Kind, Problem, ProblemError

if TYPE_CHECKING:
    from certkeeper.entrypoints.http.request import Request

_TAG = r'(?:W/)?"[\x21\x23-\x7e]*"'
_LIST = rf"\s*{_TAG}(?:\s*,\s*{_TAG})*\s*"
_REVISION = r'(?<!W/)"([0-9]{1,19})"'
"""A weak tag matches nothing here (section 13.1.1 wants the strong comparison), and neither does one of others'."""
MAX_IF_MATCH_CHARACTERS = 1024


def if_match(request: Request) -> frozenset[int] | None:
    """The revisions that the caller names, any of which will do; None for `*` and where there is no If-Match.

    Raises ProblemError where it is malformed, or missing though the contract requires it.
    """
    if "if-match" not in request.headers and "if-match" in request.required_headers:
        detail = "send the ETag of the certificate as you have read it in If-Match, so that no change of others is lost"
        error = ErrorItem("header", "If-Match", "required", "give this header")
        raise ProblemError(Problem(Kind.PRECONDITION_REQUIRED, detail, (error,)))
    text = request.headers.get("if-match")
    if text is None or text.strip() == "*":
        return None
    if len(text) > MAX_IF_MATCH_CHARACTERS or not re.fullmatch(_LIST, text):
        error = ErrorItem("header", "If-Match", "malformed", 'an ETag as it came, with its quotes: "7"')
        raise ProblemError(Problem(Kind.INVALID_HEADER, "the If-Match is malformed", (error,)))
    return frozenset(map(int, re.findall(_REVISION, text)))
