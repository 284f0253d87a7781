"""The errors of Certkeeper, named by what the caller does next.

An error holds facts, never a text that was sent to Certkeeper, a key, a token or a password: its message may be logged,
stored in the output of a state, and shown to a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.certificates.comparison import Comparison


@dataclass(frozen=True, slots=True)
class Violation:
    """One reason for a refusal.

    `pointer` (RFC 6901) is the field in the body, `code` is stable, `detail` never repeats what was sent.
    """

    pointer: str
    code: str
    detail: str


class CertkeeperError(Exception):
    """The base class of all errors of Certkeeper."""


# -- answers to a person -------------------------------------------------------------------------------------------


class NotFoundError(CertkeeperError):
    """There is no such thing in this scope. A thing of another scope is treated as one that does not exist."""

    def __init__(self, kind: str) -> None:
        where = "; an administrator can define it" if kind == "scope" else " in this scope"
        super().__init__(f"there is no such {kind}{where}")
        self.kind = kind


class RefusedError(CertkeeperError):
    """The request cannot be carried out as it is. Each violation names a field and what to change."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        super().__init__("; ".join(violation.detail for violation in violations))
        self.violations = tuple(violations)


class ConflictError(CertkeeperError):
    """The request is valid, but what is stored does not allow it. `code` is stable."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class DuplicateCertificateError(ConflictError):
    """The same certificate (by SHA-256) is already in the scope, as a version of `certificate_id`."""

    def __init__(self, certificate_id: str) -> None:
        detail = f"the scope has this certificate already, with the id {certificate_id}; restore it if it is deleted"
        super().__init__("duplicate", detail)
        self.certificate_id = certificate_id


class SameNamesError(ConflictError):
    """The name of a new upload is taken, and `certificates` of the scope have its DNS names: it may replace one."""

    def __init__(self, certificates: Sequence[Certificate]) -> None:
        detail = (
            f"another certificate of the scope has this name already; the certificate {certificates[0].certificate_id} "
            "has the same DNS names: upload a new version of it if it is to be replaced, or choose another name"
        )
        super().__init__("name_taken", detail)
        self.certificates = tuple(certificates)


class KeptVersionError(ConflictError):
    """The same certificate (by SHA-256) is in the scope, as an earlier version that is kept and can be activated."""

    def __init__(self, certificate_id: str, version: int) -> None:
        detail = (
            f"the certificate {certificate_id} has it already, as version {version}, which is kept: make that version "
            "current again with its activation, which also brings back how it was renewed"
        )
        super().__init__("kept_version", detail)
        self.certificate_id = certificate_id
        self.version = version


class CertificateChangedError(ConflictError):
    """The certificate was written by someone else since it was read."""

    def __init__(self) -> None:
        super().__init__("changed", "another request changed the certificate at the same moment; try again")


class LossesNotConfirmedError(ConflictError):
    """A version would take the place of a better one, and nobody has confirmed exactly what is lost.

    `comparison` lists it, and is empty where more was confirmed than is lost.
    """

    def __init__(self, comparison: Comparison) -> None:
        codes = ", ".join(loss.code for loss in comparison.losses)
        detail = (
            f"compared with version {comparison.version}, which is current, this version loses: {codes}; check the "
            "comparison, and confirm exactly these losses if they are meant"
        )
        none = f"nothing is lost compared with version {comparison.version}, which is current; send no confirmation"
        super().__init__("losses_not_confirmed", detail if codes else none)
        self.comparison = comparison


class ReplacementNeedsAdministratorError(ConflictError):
    """An uploaded version would take the place of an issued one, which only an administrator may allow."""

    def __init__(self, comparison: Comparison) -> None:
        detail = (
            "automatic renewal would end: the current version was issued, and the one that is to take its place was "
            "uploaded; an administrator can do this with the same request to the path that ends in `/replacement`"
        )
        super().__init__("replacement_needs_administrator", detail)
        self.comparison = comparison


class LostUpdateError(CertkeeperError):
    """A thing, such as the certificate, does not have a revision that the caller named (RFC 9110 section 13.1.1)."""

    def __init__(self, thing: str = "certificate") -> None:
        super().__init__(f"the {thing} has changed since you read it; read it again, then repeat your change")


class ScopeExistsError(CertkeeperError):
    """The scope exists, and the caller names no revision of it.

    `new_wanted` if the caller wants a new one only (RFC 9110 section 13.1.2, If-None-Match).
    """

    def __init__(self, *, new_wanted: bool) -> None:
        super().__init__(
            "a scope of this name exists already, and nothing was changed; to change it, read it with GET, then send "
            "its ETag in If-Match with PATCH (some fields) or PUT (all fields)"
        )
        self.new_wanted = new_wanted


class OutOfOrderError(ConflictError):
    """A step was called too early or too late. `stage` says where the order is, `allowed` which steps are possible."""

    def __init__(self, wanted: str, stage: str, allowed: Sequence[str]) -> None:
        super().__init__("out_of_order", f"{wanted} is not possible now: {stage}")
        self.allowed = tuple(allowed)


class IdempotencyKeyReusedError(CertkeeperError):
    """The same Idempotency-Key came with a different request."""

    def __init__(self) -> None:
        super().__init__("this Idempotency-Key was used with another request; use a new key for a new request")


class TooSoonError(CertkeeperError):
    """A person may have the challenges checked again at `next_at`, not before."""

    def __init__(self, next_at: datetime) -> None:
        super().__init__("the last check was only a moment ago")
        self.next_at = next_at


# -- answers to the state machine, which retries by class name -----------------------------------------------------


class TransientError(CertkeeperError):
    """A failure that may pass: the same task is run again."""


class OrderChangedError(TransientError):
    """The order was written by someone else since it was read: it is read again."""

    def __init__(self) -> None:
        super().__init__("the order changed since it was read")


class CaUnavailableError(TransientError):
    """The CA gave no answer, or one that may soon be different. The message says which, with the HTTP status."""


class TaskOutcome(CertkeeperError):
    """An outcome of a task that the state machine knows by its name.

    Only these leave a task under their own names. The state machine's definition names each: as one that it waits for,
    or as one that is final (MaxAttempts 0). A test compares the two.
    """


class OrderPending(TaskOutcome):  # RFC 8555's word for it, and the ASL retries by this name
    """The CA is still validating: poll again."""


class OrderProcessing(TaskOutcome):  # RFC 8555's word for it, and the ASL retries by this name
    """The CA is still issuing: poll again."""


class RecordsPending(TaskOutcome):  # named by what is waited for, and the ASL retries by this name
    """Not all name servers have the records yet: ask again."""


class RecordsLeft(TaskOutcome):  # the same
    """The order has ended, but some of its records are still in a zone: remove them."""


class OrderFailed(TaskOutcome):  # named by what happened; the ASL catches it
    """The order can no longer lead to a certificate; the order has the reason."""


class OrderExpired(OrderFailed):
    """The order's deadline has passed."""


class OrderCancelled(OrderFailed):
    """A person has cancelled the order."""


# -- what the CA says ----------------------------------------------------------------------------------------------


class AcmeProblemError(CertkeeperError):
    """An answer of the CA other than 2xx that a retry does not change; its message can be shown to a person.

    `status` is the HTTP status. `type` and `detail` are those of the problem document (RFC 8555 section 6.7), without
    control characters; both are empty where there is none, as in a firewall's page. `request` is what was sent, as
    `POST https://...`, or empty.
    """

    def __init__(self, status: int, type_: str, detail: str, request: str = "") -> None:
        super().__init__(_acme_answer(status, type_, detail, request))
        self.status = status
        self.type = type_
        self.detail = detail

    @property
    def code(self) -> str:
        """The last part of the problem's type, for example `caa`; empty where it has no type."""
        return problem_code(self.type)


def problem_code(type_: str) -> str:
    """Return the last part of a problem's type: `caa` for `urn:ietf:params:acme:error:caa`; empty for an empty type.

    `type_` is the whole type.
    """
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
    """The URL that is set as the CA's directory does not return one.

    The message says what it returns, and what to set.
    """


class RecordsRefusedError(CertkeeperError):
    """A zone cannot be read or written, and a retry does not change that. The message says what to change."""


class AccountBindingError(CertkeeperError):
    """The external account binding (RFC 8555 section 7.3.4) is missing or cannot be used."""


class AccountUnknownError(CertkeeperError):
    """The CA no longer knows the account (`accountDoesNotExist`): it has to be registered again."""
