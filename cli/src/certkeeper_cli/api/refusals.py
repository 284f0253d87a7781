"""What the API refuses with (RFC 9457), as a person reads it: the title, each reason, and what to do next."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from certkeeper_cli.errors import SIGN_IN, CommandError, CredentialsError, NotYetError, UnexpectedAnswerError
from certkeeper_cli.words import PROBLEM_URN, ProblemKind

if TYPE_CHECKING:
    from certkeeper_cli.api.client import Answer

CREDENTIALS: Mapping[str, str] = {
    "ExpiredToken": "the AWS credentials have expired",
    "UnrecognizedClient": "AWS does not know these credentials",
    "InvalidClientTokenId": "AWS does not know these credentials",
    "InvalidSignature": "the signature does not hold: the AWS credentials are wrong, or the clock is",
    "SignatureDoesNotMatch": "the signature does not hold: the AWS credentials are wrong, or the clock is",
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
        f"{SIGN_IN}; if you are, see that the clock is right, that the URL ends with the stage, and that the stack is"
        " as new as this command"
    ),
    ProblemKind.UNKNOWN_CALLER: "call as an IAM role or user",
    ProblemKind.THROTTLED: "wait a moment, then try again",
    ProblemKind.UNAVAILABLE: "wait a moment, then try again",
    ProblemKind.GATEWAY_FAILED: "wait a moment, then try again",
    ProblemKind.GATEWAY_REFUSED: "see that the stack is as new as this command",
    ProblemKind.NOT_FOUND: "see `certkeeper list` or `certkeeper orders`, and name the right scope with --scope",
    ProblemKind.NAME_TAKEN: "choose another name with --name",
    ProblemKind.DUPLICATE: "see it with `certkeeper show`",
    ProblemKind.NOT_ISSUED: "see where its order stands with `certkeeper orders`",
    ProblemKind.IDEMPOTENCY_KEY_REUSED: "give another --idempotency-key, or none",
    ProblemKind.BODY_TOO_LARGE: "leave out what is not needed",
    ProblemKind.INTERNAL: "try again; if it stays, an administrator finds the reason in the logs",
    ProblemKind.REFUSED: "change what is named, then try again",
    ProblemKind.INVALID_BODY: "change what is named, then try again",
    ProblemKind.ORDER_RUNNING: "wait for its end, or `certkeeper cancel` it",
    ProblemKind.DELETED: "bring it back with `certkeeper restore`",
    ProblemKind.GONE: "upload or order it anew",
    ProblemKind.NOT_ISSUED_HERE: "go to whoever issued it; `certkeeper upload --to` brings a successor",
    ProblemKind.REFUSED_BY_CA: "see what the CA says",
    ProblemKind.PRECONDITION_FAILED: (
        "look at it with `certkeeper show`, then try again: somebody has changed it meanwhile"
    ),
    ProblemKind.PRECONDITION_REQUIRED: "look at it with `certkeeper show`, then try again",
    ProblemKind.CONFLICT: "look at it again with `certkeeper show` or `certkeeper orders`",
}
GENERIC = "see that the stack is as new as this command"
FROM = 400


class RefusedError(CommandError):
    """The API has refused; `kind` is the end of the problem's type, `document` the problem."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.kind = str(document["type"]).removeprefix(PROBLEM_URN)
        self.document = document
        super().__init__(str(document["title"]), _advice(self.kind, document), _details(document))
        if self.kind in NOT_YET:
            self.status = NotYetError.status

    @property
    def passes(self) -> bool:
        """Whether trying again later may help."""
        return self.kind in LATER

    def codes(self) -> frozenset[str]:
        """The codes of all reasons."""
        return frozenset(str(error.get("code")) for error in _errors(self.document))


def checked_document(answer: "Answer", host: str) -> dict[str, Any]:
    """The document of an answer that is none of refusal. Raises RefusedError, CredentialsError, ForeignAnswerError."""
    try:
        document = answer.json()
    except ValueError:
        raise _unexpected(answer, host) from None
    if not isinstance(document, dict):
        raise _unexpected(answer, host)
    if answer.status < FROM:
        return document
    if text := refusal_of_credentials(answer):
        raise CredentialsError(text, SIGN_IN)
    if not str(document.get("type", "")).startswith(PROBLEM_URN) or "title" not in document:
        raise _unexpected(answer, host)
    raise RefusedError(document)


def refusal_of_credentials(answer: "Answer") -> str | None:
    """Say what is wrong with the caller's AWS credentials; None where the answer does not refuse them.

    API Gateway gives a denied caller and ended credentials the same status, 403, and names the reason in the header
    x-amzn-errortype.
    """
    if answer.status < FROM:
        return None
    kind = answer.headers.get("x-amzn-errortype", "")
    return next((text for beginning, text in CREDENTIALS.items() if kind.startswith(beginning)), None)


def _unexpected(answer: "Answer", host: str) -> UnexpectedAnswerError:
    kind = answer.headers.get("content-type", "no media type")
    return UnexpectedAnswerError(
        f"the answer of {host} is not one of Certkeeper's API (HTTP {answer.status}, {kind})",
        "check the URL: it ends with the stage, as the output ApiUrl of the stack does",
    )


def _errors(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    errors = document.get("errors")
    return [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []


def _details(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The reasons one by one; the problem's own detail where there are none."""
    reasons = tuple(
        f"{error.get('pointer') or error.get('parameter') or error.get('header') or 'request'}:"
        f" {error.get('detail')} ({error.get('code')})"
        for error in _errors(document)
    )
    own = () if reasons or not document.get("detail") else (str(document["detail"]),)
    log = (f"instance {document['instance']}",) if document.get("instance") else ()
    which = (f"certificate {document['certificate_id']}",) if document.get("certificate_id") else ()
    return (*own, *reasons, *which, *log)


def _advice(kind: str, document: Mapping[str, Any]) -> str:
    if kind == ProblemKind.TOO_SOON:
        return f"look again at {document.get('next_verify_at')}"
    if kind == ProblemKind.OUT_OF_ORDER:
        allowed = document.get("allowed") or ["nothing: the order has ended or is being worked on"]
        return f"possible now: {', '.join(map(str, allowed))}"
    return ADVICE.get(kind) or GENERIC
