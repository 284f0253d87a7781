"""Problem documents of ACME (RFC 8555 section 6.7, RFC 9457) as Certkeeper's errors, by what the caller does next.

The reasons are in ADRs 10 and 78.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.acme.responses import parse_json_object, retry_after_seconds
from certkeeper.domain.errors import AccountUnknownError, AcmeProblemError, CertkeeperError, TransientError
from certkeeper.domain.printable import one_line, with_name

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.adapters.acme.responses import JsonObject, Response

MAX_DETAIL_CHARACTERS = 500
"""The most characters of a CA's text in an error or a notice. Let's Encrypt's details have up to some 300."""
_NO_TYPE = "about:blank"
"""The type of a problem that says no more than its HTTP status (RFC 9457 section 4.2.1)."""

_TYPE_CHARACTERS = 100
"""The longest type of RFC 8555 section 6.7 has 51 characters."""
_REQUEST_CHARACTERS = 200
"""How much of the method and the URL an error shows."""
_TIMEOUT_SECONDS = 600
"""A rate limit that lasts longer outlives any retry of a task: it is the order's end, and its reason."""
_PASSING = frozenset({408, 425, 429})
"""Statuses below 500 that speak of this moment: Request Timeout, Too Early, Too Many Requests."""
_TOO_MANY_REQUESTS = 429


class NonceRefusedError(TransientError):
    """The CA refused the nonce (badNonce, RFC 8555 section 6.5).

    Try again at once with the one that came with the refusal.
    """


def one_line_text(text: object, max_characters: int = MAX_DETAIL_CHARACTERS) -> str:
    """Return a text of the CA in one line of at most `max_characters`, printable characters only.

    "" if it is no text.
    """
    return one_line(text, max_characters) if isinstance(text, str) else ""


def type_and_detail(document: JsonObject) -> tuple[str, str]:
    """Return what a problem document says: its type, which is the CA's own URN, and its sentence. Either may be empty.

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


def problem(response: Response, now: datetime) -> CertkeeperError:
    """Return the error that a response other than 2xx stands for; `now` is when it came, for its Retry-After.

    AccountUnknownError if the CA does not know the account, NonceRefusedError for a refused nonce, TransientError if a
    retry may help, else AcmeProblemError.
    """
    final = AcmeProblemError(
        response.status,
        *type_and_detail(parse_json_object(response.body) or {}),
        one_line_text(response.request, _REQUEST_CHARACTERS),
    )
    if final.code == "accountDoesNotExist":
        return AccountUnknownError("the CA does not know the account")
    if final.code == "badNonce":
        return NonceRefusedError(f"the CA answered {response.status} badNonce, again and again")
    wait = retry_after_seconds(response.headers.get("Retry-After"), now)
    if response.status == _TOO_MANY_REQUESTS and wait is not None and wait > _TIMEOUT_SECONDS:
        return final
    if response.status in _PASSING or response.status >= 500:  # noqa: PLR2004 - RFC 9110 section 15.6: 5xx
        return TransientError(_sentence(final, wait))
    return final


def _sentence(problem: AcmeProblemError, wait: int | None) -> str:
    """Return the message for a problem that may pass. Such an error is often a web page, and no problem document."""
    silent = not problem.type and not problem.detail
    sentence = f"the CA answered {problem.status}" if silent else str(problem)
    return sentence + (f" (retry after {wait} s)" if wait else "")
