"""Problem documents (RFC 8555 section 6.7, RFC 9457) as our errors, by what the caller does next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.acme.responses import parse_json_object, retry_after_seconds
from certkeeper.domain.errors import AccountUnknownError, AcmeProblemError, CertkeeperError, TransientError
from certkeeper.domain.printable import one_line, with_name

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.adapters.acme.responses import JsonObject, Response

MAX_DETAIL_CHARACTERS = 500
_NO_TYPE = "about:blank"
"""RFC 9457 section 4.2.1: a problem of this type says no more than its HTTP status."""

_TYPE_CHARACTERS = 100
_REQUEST_CHARACTERS = 200
_TIMEOUT_SECONDS = 600
"""A rate limit that lasts longer outlives any retry of a task: it is the order's end, and its reason."""
_PASSING = frozenset({408, 425, 429})
"""Statuses below 500 that speak of this moment: Request Timeout, Too Early, Too Many Requests."""
_TOO_MANY_REQUESTS = 429


class NonceRefusedError(TransientError):
    """RFC 8555 section 6.5: try again at once, with the nonce that came with the refusal."""


def one_line_text(text: object, max_characters: int = MAX_DETAIL_CHARACTERS) -> str:
    """Return `domain.printable.one_line` of what the CA sent; "" for what is no text."""
    return one_line(text, max_characters) if isinstance(text, str) else ""


def type_and_detail(document: JsonObject) -> tuple[str, str]:
    """What a problem document says: its type, which is the CA's own URN, and its sentence; empty where it says nothing.

    After the CA's sentence come those of the subproblems, each with its name (RFC 8555 section 6.7.1).
    """
    type_ = one_line_text(document.get("type"), _TYPE_CHARACTERS)
    subproblems = document.get("subproblems")
    subs = [_subproblem(one) for one in subproblems if isinstance(one, dict)] if isinstance(subproblems, list) else []
    sentence = one_line_text(document.get("detail")) or one_line_text(document.get("title"))
    return "" if type_ == _NO_TYPE else type_, one_line_text("; ".join(filter(None, [sentence, *subs])))


def _subproblem(document: JsonObject) -> str:
    identifier = document.get("identifier")
    name = one_line_text(identifier.get("value")) if isinstance(identifier, dict) else ""
    return with_name(name, one_line_text(document.get("detail")))


def problem(answer: Response, now: datetime) -> CertkeeperError:
    """The error that an answer other than 2xx stands for."""
    final = AcmeProblemError(
        answer.status,
        *type_and_detail(parse_json_object(answer.body) or {}),
        one_line_text(answer.request, _REQUEST_CHARACTERS),
    )
    if final.code == "accountDoesNotExist":
        return AccountUnknownError("the CA does not know the account")
    if final.code == "badNonce":
        return NonceRefusedError(f"the CA answered {answer.status} badNonce, again and again")
    wait = retry_after_seconds(answer.headers.get("Retry-After"), now)
    if answer.status == _TOO_MANY_REQUESTS and wait is not None and wait > _TIMEOUT_SECONDS:
        return final
    if answer.status in _PASSING or answer.status >= 500:  # noqa: PLR2004 - RFC 9110 section 15.6: 5xx
        return TransientError(_sentence(final, wait))
    return final


def _sentence(problem: AcmeProblemError, wait: int | None) -> str:
    """What may pass needs no advice: an outage is often told by a page, and not by a document."""
    silent = not problem.type and not problem.detail
    said = f"the CA answered {problem.status}" if silent else str(problem)
    return said + (f" (retry after {wait} s)" if wait else "")
