"""Problem documents (RFC 9457; ADR 14).

Every refusal has a stable type, and says what to change without repeating what came.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

URN = "urn:certkeeper:problem:"
"""The beginning of every type. It is a URN and no URL: types are compared, never fetched."""


GATEWAY_SLUGS = ("forbidden", "unsigned", "throttled", "gateway-refused", "gateway-failed")
"""The last parts of the types that API Gateway answers with by itself, before a function is called (template.yaml)."""


class Kind(Enum):
    """The kinds of problems: the last part of the type, the status, and the title."""

    MALFORMED_BODY = ("malformed-body", 400, "The body cannot be read")
    INVALID_BODY = ("invalid-body", 400, "The body is not valid for this operation")
    UNEXPECTED_BODY = ("unexpected-body", 400, "This operation accepts no body")
    INVALID_PARAMETER = ("invalid-parameter", 400, "A query parameter is not valid for this operation")
    INVALID_HEADER = ("invalid-header", 400, "A header is not valid for this operation")
    UNKNOWN_CALLER = ("unknown-caller", 403, "The caller is not known")
    NOT_FOUND = ("not-found", 404, "Not found")
    CONFLICT = ("conflict", 409, "The request conflicts with what is stored")
    OUT_OF_ORDER = ("out-of-order", 409, "This step is not possible now")
    NAME_TAKEN = ("name-taken", 409, "The name is in use")
    DUPLICATE = ("duplicate", 409, "The scope has this certificate already")
    KEPT_VERSION = ("kept-version", 409, "An earlier version that is kept is this certificate")
    KEY_NOT_KEPT = ("key-not-kept", 409, "The private key of the version is no longer stored")
    REVOKED = ("revoked", 409, "The version is revoked")
    NOT_ISSUED = ("not-issued", 409, "The certificate is not issued yet")
    ORDER_RUNNING = ("order-running", 409, "An order of the certificate is running")
    DELETED = ("deleted", 409, "The certificate is deleted")
    GONE = ("gone", 409, "The certificate can no longer be restored")
    NOT_ISSUED_HERE = ("not-issued-here", 409, "Certkeeper cannot do this to a certificate that it did not order")
    LOSSES_NOT_CONFIRMED = ("losses-not-confirmed", 409, "The version loses something that nobody has confirmed")
    REPLACEMENT_NEEDS_ADMINISTRATOR = (
        "replacement-needs-administrator",
        409,
        "Only an administrator can put an uploaded version in the place of an issued one",
    )
    OUTSIDE_SCOPE = ("outside-scope", 409, "The certificate has names outside its scope")
    OUTSIDE_NOT_CONFIRMED = ("outside-not-confirmed", 409, "Certificates would have names outside the scope")
    SCOPE_IN_USE = ("scope-in-use", 409, "The scope has certificates")
    REFUSED_BY_CA = ("refused-by-ca", 409, "The CA refused the request")
    PRECONDITION_FAILED = ("precondition-failed", 412, "It has changed since you read it")
    BODY_TOO_LARGE = ("body-too-large", 413, "The body is too large")
    UNSUPPORTED_MEDIA_TYPE = ("unsupported-media-type", 415, "This operation does not accept the Content-Type")
    REFUSED = ("refused", 422, "The request cannot be carried out")
    IDEMPOTENCY_KEY_REUSED = ("idempotency-key-reused", 422, "The Idempotency-Key was used with another request")
    PRECONDITION_REQUIRED = ("precondition-required", 428, "The header If-Match is missing")
    TOO_SOON = ("too-soon", 429, "The last check was only a moment ago")
    INTERNAL = ("internal", 500, "Certkeeper failed unexpectedly")
    UNAVAILABLE = ("unavailable", 503, "A service that Certkeeper needs does not answer right now")

    def __init__(self, slug: str, status: int, title: str) -> None:
        self.type = URN + slug
        self.status = status
        self.title = title


@dataclass(frozen=True, slots=True)
class ErrorItem:
    """One error of a request: `pointer` into the body (RFC 6901), or the name of a query `parameter` or a `header`."""

    place: str
    name: str
    code: str
    detail: str

    def document(self) -> dict[str, str]:
        """Return the item as a member of `errors`."""
        return {self.place: self.name, "code": self.code, "detail": self.detail}


def values_to_change(count: int) -> str:
    """Return the detail of a problem with this count of errors, each of which says what to change."""
    return "1 value must be changed" if count == 1 else f"{count} values must be changed"


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal. `extensions` are further members (RFC 9457 section 3.2); `retry_after` is in seconds."""

    kind: Kind
    detail: str
    errors: tuple[ErrorItem, ...] = ()
    extensions: Mapping[str, Any] = field(default_factory=dict)
    retry_after: int | None = None

    def document(self) -> dict[str, Any]:
        """Return the problem document: the members of RFC 9457 section 3.1, then Certkeeper's own."""
        document: dict[str, Any] = {
            "type": self.kind.type,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
        }
        if self.errors:
            document["errors"] = [error.document() for error in self.errors]
        return document | dict(self.extensions)


class ProblemError(Exception):
    """A request that was refused before its use case; the problem says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind.type)
        self.problem = problem
