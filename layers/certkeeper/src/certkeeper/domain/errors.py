"""Everything that can go wrong, named by what the caller does next.

A class carries facts, never a sentence that was sent to us, a key, a token or a password: its text may be logged,
kept in a state's output and shown to a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.violations import Violation


class CertkeeperError(Exception):
    """The root of our own errors."""


# -- answers to a person -------------------------------------------------------------------------------------------


class NotFoundError(CertkeeperError):
    """There is no such thing in this scope. Things of another scope look the same as things that never were."""

    def __init__(self, kind: str) -> None:
        where = "; an administrator defines it with PUT /scopes/{scope}" if kind == "scope" else " in this scope"
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
        detail = "this very certificate is in the scope already, maybe deleted and to be restored; see `certificate_id`"
        super().__init__("duplicate", detail)
        self.certificate_id = certificate_id


class CertificateChangedError(ConflictError):
    """The certificate was written by someone else since it was read."""

    def __init__(self) -> None:
        super().__init__("changed", "the certificate was changed at the same moment; read it, then try again")


class LostUpdateError(CertkeeperError):
    """The certificate is not as the caller has seen it (RFC 9110 section 13.1.1, If-Match)."""

    def __init__(self) -> None:
        super().__init__("the certificate was changed since you read it; read it again, then say what shall be changed")


class OutOfOrderError(ConflictError):
    """A step was called before its turn or after it. `stage` says where the order is, `allowed` what may be called."""

    def __init__(self, wanted: str, stage: str, allowed: Sequence[str]) -> None:
        now = ", ".join(allowed) or "nothing"
        super().__init__("out_of_order", f"{wanted} is not possible now: {stage}; allowed next: {now}")
        self.allowed = tuple(allowed)


class IdempotencyKeyReusedError(CertkeeperError):
    """The same Idempotency-Key came with another request."""

    def __init__(self) -> None:
        super().__init__("this Idempotency-Key was used with another request; take a new key for a new request")


class TooSoonError(CertkeeperError):
    """A person may look again only at `next_at`."""

    def __init__(self, next_at: datetime) -> None:
        super().__init__("the last look was only a moment ago")
        self.next_at = next_at


# -- answers to the state machine, which retries by class name -----------------------------------------------------


class TransientError(CertkeeperError):
    """Somebody else's trouble that may pass: run the same task again."""


class OrderChangedError(TransientError):
    """The order was written by someone else since it was read: read it again."""

    def __init__(self) -> None:
        super().__init__("the order changed since it was read")


class OrderPending(CertkeeperError):  # RFC 8555's word for it, and the ASL retries by this name
    """The CA has not finished validating: poll again."""


class OrderProcessing(CertkeeperError):  # RFC 8555's word for it, and the ASL retries by this name
    """The CA has not finished issuing: poll again."""


class RecordsPending(CertkeeperError):  # named by what is waited for, and the ASL retries by this name
    """Not all name servers have what was written: ask again."""


class RecordsLeft(CertkeeperError):  # the same
    """The order has ended, but values of ours are still in a zone: remove them."""


class OrderFailed(CertkeeperError):  # named by what happened; the ASL catches it
    """The order cannot lead to a certificate any more; the reason is on the order."""


class OrderExpired(OrderFailed):
    """The deadline passed."""


class OrderCancelled(OrderFailed):
    """A person cancelled the order."""


# -- what the CA says ----------------------------------------------------------------------------------------------


class AcmeProblemError(CertkeeperError):
    """A problem document of the CA (RFC 8555 section 6.7) that trying again does not mend.

    `type` is the CA's own URN, `code` its last part, `detail` the CA's sentence without control characters.
    """

    def __init__(self, status: int, type_: str, detail: str) -> None:
        super().__init__(f"{type_}: {detail}")
        self.status = status
        self.type = type_
        self.detail = detail

    @property
    def code(self) -> str:
        """The last part of the type: `rejectedIdentifier` of `urn:ietf:params:acme:error:rejectedIdentifier`."""
        return self.type.rsplit(":", 1)[-1]


class RecordsRefusedError(CertkeeperError):
    """A zone cannot be read or written, and trying again does not mend it. The text says what to change."""


class AccountBindingError(CertkeeperError):
    """What binds our ACME account to an account outside (RFC 8555 section 7.3.4) is missing or cannot be used."""


class AccountUnknownError(CertkeeperError):
    """The CA does not know the account any more (`accountDoesNotExist`): register again."""
