"""What the API refuses with (RFC 9457), as a person reads it: the title, each reason, and what to do next."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from certkeeper_cli.errors import SIGN_IN, CommandError, CredentialsError, NotYetError, UnexpectedAnswerError
from certkeeper_cli.words import PROBLEM_URN, ProblemKind

if TYPE_CHECKING:
    from certkeeper_cli.api.client import Answer

CREDENTIALS: Mapping[str, str] = {
    "ExpiredToken": "the AWS credentials have expired",
    "UnrecognizedClient": "AWS does not know these credentials",
    "InvalidClientTokenId": "AWS does not know these credentials",
    "InvalidSignature": "the signature is not valid: the AWS credentials are wrong, or the clock is",
    "SignatureDoesNotMatch": "the signature is not valid: the AWS credentials are wrong, or the clock is",
}
"""What the beginning of API Gateway's header x-amzn-errortype says of credentials; bodies are the stack's."""

LATER = frozenset(
    {
        ProblemKind.TOO_SOON,
        ProblemKind.NOT_ISSUED,
        ProblemKind.THROTTLED,
        ProblemKind.UNAVAILABLE,
        ProblemKind.GATEWAY_FAILED,
    }
)
"""Problems that pass: trying again later helps."""

NOT_YET = frozenset({ProblemKind.TOO_SOON, ProblemKind.NOT_ISSUED})

ADVICE: Mapping[str, str] = {
    ProblemKind.FORBIDDEN: (
        "ask an administrator for one of Certkeeper's policies (viewer, operator, exporter, administrator) for this"
        " scope, or use another profile with --profile"
    ),
    ProblemKind.UNSIGNED: (
        f"{SIGN_IN}; if you have, check the clock, that the URL ends with the stage, and that the stack is as new as"
        " this command"
    ),
    ProblemKind.UNKNOWN_CALLER: "call as an IAM role or user",
    ProblemKind.THROTTLED: "wait a moment, then try again",
    ProblemKind.UNAVAILABLE: "wait a moment, then try again",
    ProblemKind.GATEWAY_FAILED: "wait a moment, then try again",
    ProblemKind.GATEWAY_REFUSED: "check that the stack is as new as this command",
    ProblemKind.NOT_FOUND: "see `certkeeper list` or `certkeeper orders`, and name the right scope with --scope",
    ProblemKind.NAME_TAKEN: "give it with --name",
    ProblemKind.DUPLICATE: "see it with `certkeeper show`",
    ProblemKind.NOT_ISSUED: "see how far its order is with `certkeeper orders`",
    ProblemKind.IDEMPOTENCY_KEY_REUSED: "give another --idempotency-key, or none",
    ProblemKind.BODY_TOO_LARGE: "leave out what is not needed",
    ProblemKind.INTERNAL: "try again; if it happens again, an administrator finds the reason in the logs",
    ProblemKind.REFUSED: "change what is named, then try again",
    ProblemKind.INVALID_BODY: "change what is named, then try again",
    ProblemKind.ORDER_RUNNING: "wait for its end, or `certkeeper cancel` it",
    ProblemKind.DELETED: "restore it with `certkeeper restore`",
    ProblemKind.GONE: "upload or order it again",
    ProblemKind.NOT_ISSUED_HERE: "go to the CA that issued it; upload its successor with `certkeeper upload --to`",
    ProblemKind.LOSSES_NOT_CONFIRMED: "confirm exactly these losses with --confirm-loss and --compared-with",
    ProblemKind.REPLACEMENT_NEEDS_ADMINISTRATOR: "renew it with `certkeeper renew`, or ask an administrator",
    ProblemKind.REFUSED_BY_CA: "change what the CA names, then try again",
    ProblemKind.OUTSIDE_SCOPE: "order the names in a scope that covers them; see `certkeeper scopes list`",
    ProblemKind.OUTSIDE_NOT_CONFIRMED: "see what would fall outside; --outside-confirmed confirms it",
    ProblemKind.SCOPE_IN_USE: "see its certificates with `certkeeper list --scope`, and delete them first",
    ProblemKind.PRECONDITION_FAILED: "somebody has changed it: see it with `certkeeper show`, then try again",
    ProblemKind.PRECONDITION_REQUIRED: "see it with `certkeeper show`, then try again",
    ProblemKind.CONFLICT: "see it with `certkeeper show` or `certkeeper orders`, then try again",
}
GENERIC = "check that the stack is as new as this command"
NO_ACTION = "nothing can be done with it now: it has ended, or Certkeeper is working on it; see `certkeeper orders`"
SCOPES = (
    "see the scopes with `certkeeper scopes list`, and name one with --scope; an administrator defines one with"
    " `certkeeper scopes put`"
)
FIRST_REFUSAL = 400
"""The statuses of HTTP from here on say that something was refused or failed (RFC 9110 section 15)."""

_OF_A_SCOPE = re.compile(r"/scopes/[^/]+(/certificates|/orders)?")
"""Paths of which nothing but the scope can be missing."""

Reason = Mapping[str, Any]


class RefusedError(CommandError):
    """The API has refused a call; `kind` is the end of the problem's type, `document` the problem."""

    def __init__(self, document: Mapping[str, Any], path: str = "") -> None:
        """Take the problem document, and the path that was called."""
        self.kind = str(document["type"]).removeprefix(PROBLEM_URN)
        self.document = document
        title, advice = str(document["title"]), _advice(self.kind)
        self._hides_detail = self.kind == ProblemKind.NOT_FOUND and bool(_OF_A_SCOPE.fullmatch(path))
        if self._hides_detail:
            title, advice = f"there is no scope {path.split('/')[2]}", SCOPES
        super().__init__(title, advice)
        self._own_details: tuple[str, ...] = ()
        self.name_reasons(_field_of)
        if self.kind in NOT_YET:
            self.status = NotYetError.status

    @property
    def passes(self) -> bool:
        """Whether trying again later may help."""
        return self.kind in LATER

    def codes(self) -> frozenset[str]:
        """Return the codes of all reasons."""
        return frozenset(str(error.get("code")) for error in _errors(self.document))

    def allowed(self) -> tuple[str, ...]:
        """Return the actions that the order allows instead of the one that was refused."""
        allowed = self.document.get("allowed")
        return tuple(map(str, allowed)) if isinstance(allowed, list) else ()

    def name_reasons(self, name_of: Callable[[Reason], str]) -> None:
        """Have the details say what each reason is about by the name that `name_of` returns for it; others stay."""
        reasons = tuple(_sentence(name_of(error), error) for error in _errors(self.document))
        detail = str(self.document.get("detail") or "")
        own = () if reasons or self._hides_detail or not detail else (detail,)
        log = (f"instance {self.document['instance']}",) if self.document.get("instance") else ()
        which = (f"certificate {self.document['certificate_id']}",) if self.document.get("certificate_id") else ()
        before = self.details[: len(self.details) - len(self._own_details)]
        self._own_details = (*own, *reasons, *which, *log)
        self.details = (*before, *self._own_details)


def checked_document(answer: "Answer", host: str, path: str = "") -> dict[str, Any]:
    """Return the document of an answer that the host gave for the path.

    Raise RefusedError for a problem of the API, CredentialsError where AWS refuses the caller's credentials, and
    UnexpectedAnswerError for anything else.
    """
    try:
        document = answer.json()
    except ValueError:
        raise _unexpected(answer, host) from None
    if not isinstance(document, dict):
        raise _unexpected(answer, host)
    if answer.status < FIRST_REFUSAL:
        return document
    if text := refusal_of_credentials(answer):
        raise CredentialsError(text, SIGN_IN)
    if not str(document.get("type", "")).startswith(PROBLEM_URN) or "title" not in document:
        raise _unexpected(answer, host)
    raise RefusedError(document, path)


def refusal_of_credentials(answer: "Answer") -> str | None:
    """Return what is wrong with the caller's AWS credentials; None where the answer does not refuse them.

    API Gateway gives a denied caller and expired credentials the same status, 403, and names the reason in the header
    x-amzn-errortype.
    """
    if answer.status < FIRST_REFUSAL:
        return None
    kind = answer.headers.get("x-amzn-errortype", "")
    return next((text for beginning, text in CREDENTIALS.items() if kind.startswith(beginning)), None)


def _unexpected(answer: "Answer", host: str) -> UnexpectedAnswerError:
    kind = answer.headers.get("content-type", "no media type")
    return UnexpectedAnswerError(
        f"the answer of {host} is not one of Certkeeper's API (HTTP {answer.status}, {kind})",
        "check the URL: it ends with the stage, as the output ApiUrl of the stack does",
    )


def _errors(document: Mapping[str, Any]) -> list[Reason]:
    errors = document.get("errors")
    return [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []


def _field_of(reason: Reason) -> str:
    """Return the first part of the pointer in words, or the parameter or header."""
    pointer = str(reason.get("pointer") or "").lstrip("/").partition("/")[0]
    return pointer.replace("_", " ") or str(reason.get("parameter") or reason.get("header") or "")


def _sentence(name: str, reason: Reason) -> str:
    """Return a reason with its name before it, unless its text begins with that name."""
    detail = str(reason.get("detail"))
    named = detail if not name or detail.startswith(name) else f"{name}: {detail}"
    return f"{named} ({reason.get('code')})"


def _advice(kind: str) -> str:
    if kind == ProblemKind.TOO_SOON:
        return "run the command again then"
    if kind == ProblemKind.OUT_OF_ORDER:
        return NO_ACTION
    return ADVICE.get(kind) or GENERIC
