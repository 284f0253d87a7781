"""Everything that can go wrong, named by what the caller does next.

A class carries facts, never a sentence that was sent to us, a key, a token or a password: its text may be logged,
kept in a state's output and shown to a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Violation:
    """One reason: `pointer` (RFC 6901) into the body, a stable `code`, a `detail` that never repeats what was sent."""

    pointer: str
    code: str
    detail: str


class CertkeeperError(Exception):
    """The root of our own errors."""


# -- answers to a person -------------------------------------------------------------------------------------------


class NotFoundError(CertkeeperError):
    """There is no such thing in this scope. Things of another scope look the same as things that never were."""

    def __init__(self, kind: str) -> None:
        where = "; an administrator can define it" if kind == "scope" else " in this scope"
        super().__init__(f"there is no such {kind}{where}")
        self.kind = kind


class RefusedError(CertkeeperError):
    """The request cannot be done as asked; each violation points at a field and says why."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__("; ".join(violation.detail for violation in violations))
        self.violations = tuple(violations)


class ConflictError(CertkeeperError):
    """The request is sound, but what is stored stands against it. `code` is stable."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class DuplicateCertificateError(ConflictError):
    """The very same certificate (SHA-256) is in the scope already, as a version of `certificate_id`."""

    def __init__(self, certificate_id: str) -> None:
        detail = f"the scope has this certificate already, with the id {certificate_id}; restore it if it is deleted"
        super().__init__("duplicate", detail)
        self.certificate_id = certificate_id


class CertificateChangedError(ConflictError):
    """The certificate was written by someone else since it was read."""

    def __init__(self) -> None:
        super().__init__("changed", "another request changed the certificate at the same moment; try again")


class LostUpdateError(CertkeeperError):
    """The certificate is not as the caller has seen it (RFC 9110 section 13.1.1, If-Match)."""

    def __init__(self) -> None:
        super().__init__("the certificate has changed since you read it; read it again, then repeat your change")


class OutOfOrderError(ConflictError):
    """A step was called before its turn or after it. `stage` says where the order is, `allowed` what may be called."""

    def __init__(self, wanted: str, stage: str, allowed: Sequence[str]) -> None:
        super().__init__("out_of_order", f"{wanted} is not possible now: {stage}")
        self.allowed = tuple(allowed)


class IdempotencyKeyReusedError(CertkeeperError):
    """The same Idempotency-Key came with another request."""

    def __init__(self) -> None:
        super().__init__("this Idempotency-Key was used with another request; use a new key for a new request")


class TooSoonError(CertkeeperError):
    """A person may look again only at `next_at`."""

    def __init__(self, next_at: datetime) -> None:
        super().__init__("the last check was only a moment ago")
        self.next_at = next_at


# -- answers to the state machine, which retries by class name -----------------------------------------------------


class TransientError(CertkeeperError):
    """Somebody else's trouble that may pass: run the same task again."""


class OrderChangedError(TransientError):
    """The order was written by someone else since it was read: read it again."""

    def __init__(self) -> None:
        super().__init__("the order changed since it was read")


class CaUnavailableError(TransientError):
    """The CA gave no answer, or one that may be another in a moment. The text says which, with the HTTP status."""


class TaskOutcome(CertkeeperError):
    """What a task tells the state machine in place of a result.

    Only these leave a task under their own names, and the machine's definition names each of them: as one that it waits
    for, or as one that is decided (MaxAttempts 0). A test holds the two together.
    """


class OrderPending(TaskOutcome):  # RFC 8555's word for it, and the ASL retries by this name
    """The CA has not finished validating: poll again."""


class OrderProcessing(TaskOutcome):  # RFC 8555's word for it, and the ASL retries by this name
    """The CA has not finished issuing: poll again."""


class RecordsPending(TaskOutcome):  # named by what is waited for, and the ASL retries by this name
    """Not all name servers have what was written: ask again."""


class RecordsLeft(TaskOutcome):  # the same
    """The order has ended, but values of ours are still in a zone: remove them."""


class OrderFailed(TaskOutcome):  # named by what happened; the ASL catches it
    """The order cannot lead to a certificate any more; the reason is on the order."""


class OrderExpired(OrderFailed):
    """The deadline passed."""


class OrderCancelled(OrderFailed):
    """A person cancelled the order."""


# -- what the CA says ----------------------------------------------------------------------------------------------


class AcmeProblemError(CertkeeperError):
    """An answer of the CA other than 2xx that trying again does not mend; its text can be shown to a person.

    `status` is the HTTP status. `type` and `detail` are those of its problem document (RFC 8555 section 6.7), without
    control characters; both are empty where it gives none, as a firewall's page does. `request` is what was asked then,
    as `POST https://...`, or empty.
    """

    def __init__(self, status: int, type_: str, detail: str, request: str = "") -> None:
        super().__init__(_acme_answer(status, type_, detail, request))
        self.status = status
        self.type = type_
        self.detail = detail

    @property
    def code(self) -> str:
        """See `problem_code`."""
        return problem_code(self.type)


def problem_code(type_: str) -> str:
    """The last part of a problem's type: `caa` of `urn:ietf:params:acme:error:caa`; empty for an empty type."""
    return re.split(r"[:/#]", type_.rstrip(":/#"))[-1]


def _acme_answer(status: int, type_: str, detail: str, request: str) -> str:
    asked = f" to {request}" if request else ""
    if not type_ and not detail:
        return (
            f"the CA answered {status}{asked} without an ACME problem document, so a firewall or a proxy may have "
            "answered in its place; check that none between Certkeeper's functions and the CA blocks their requests"
        )
    code = problem_code(type_)
    return f"the CA answered {status}{f' {code}' if code else ''}{f': {detail}' if detail else ''}"


class AcmeDirectoryError(CertkeeperError):
    """The address that is set as the CA's directory does not give one. The text says what it gives, and what to set."""


class RecordsRefusedError(CertkeeperError):
    """A zone cannot be read or written, and trying again does not mend it. The text says what to change."""


class AccountBindingError(CertkeeperError):
    """What binds our ACME account to an account outside (RFC 8555 section 7.3.4) is missing or cannot be used."""


class AccountUnknownError(CertkeeperError):
    """The CA does not know the account any more (`accountDoesNotExist`): register again."""
