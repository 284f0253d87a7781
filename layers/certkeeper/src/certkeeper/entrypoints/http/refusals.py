"""The problem of each error of the domain."""

from __future__ import annotations

from functools import singledispatch
from math import ceil
from typing import TYPE_CHECKING

from certkeeper.domain.clock import to_text, utc_now
from certkeeper.domain.errors import (
    AcmeDirectoryError,
    AcmeProblemError,
    CaUnavailableError,
    ConflictError,
    DuplicateCertificateError,
    IdempotencyKeyReusedError,
    KeptVersionError,
    LossesNotConfirmedError,
    LostUpdateError,
    NotFoundError,
    OutOfOrderError,
    RefusedError,
    ReplacementNeedsAdministratorError,
    SameNamesError,
    ScopeExistsError,
    TooSoonError,
    TransientError,
)
from certkeeper.domain.scopes import OutsideScopeError, ScopeInUseError
from certkeeper.entrypoints.http.problem import ErrorItem, Kind, Problem, ProblemError, values_to_change
from certkeeper.entrypoints.views.parts import comparison_view, same_names_view

if TYPE_CHECKING:
    from certkeeper.domain.scopes import HeldCertificate

RETRY_SECONDS = 5
"""Throttling at DynamoDB and Secrets Manager passes within seconds; a person's client need not hurry."""

MAX_LISTED_NAMES = 10
"""The most names of one certificate that a refusal lists."""

_CONFLICTS = {
    "name_taken": Kind.NAME_TAKEN,
    "key_not_kept": Kind.KEY_NOT_KEPT,
    "revoked": Kind.REVOKED,
    "not_issued": Kind.NOT_ISSUED,
    "order_running": Kind.ORDER_RUNNING,
    "deleted": Kind.DELETED,
    "gone": Kind.GONE,
    "not_issued_here": Kind.NOT_ISSUED_HERE,
    "outside_scope": Kind.OUTSIDE_SCOPE,
    "account_unknown": Kind.NOT_ISSUED_HERE,
    "other_account": Kind.NOT_ISSUED_HERE,
    "losses_not_confirmed": Kind.LOSSES_NOT_CONFIRMED,
    "replacement_needs_administrator": Kind.REPLACEMENT_NEEDS_ADMINISTRATOR,
}


@singledispatch
def problem_of(_error: Exception) -> Problem | None:
    """Return the problem that answers an error; None if the error was not expected, and must not be shown."""
    return None


@problem_of.register
def _(error: ProblemError) -> Problem:
    return error.problem


@problem_of.register
def _(error: NotFoundError) -> Problem:
    return Problem(Kind.NOT_FOUND, str(error))


@problem_of.register
def _(error: RefusedError) -> Problem:
    errors = tuple(ErrorItem("pointer", found.pointer, found.code, found.detail) for found in error.violations)
    return Problem(Kind.REFUSED, values_to_change(len(errors)), errors)


@problem_of.register
def _(error: ConflictError) -> Problem:
    return Problem(_CONFLICTS.get(error.code, Kind.CONFLICT), str(error))


@problem_of.register(LossesNotConfirmedError)
@problem_of.register(ReplacementNeedsAdministratorError)
def _(error: LossesNotConfirmedError | ReplacementNeedsAdministratorError) -> Problem:
    comparison = comparison_view(error.comparison)
    return Problem(_CONFLICTS[error.code], str(error), extensions={"comparison": comparison})


@problem_of.register
def _(error: SameNamesError) -> Problem:
    return Problem(Kind.NAME_TAKEN, str(error), extensions={"same_names_as": same_names_view(error.certificates)})


@problem_of.register
def _(error: DuplicateCertificateError) -> Problem:
    return Problem(Kind.DUPLICATE, str(error), extensions={"certificate_id": error.certificate_id})


@problem_of.register
def _(error: KeptVersionError) -> Problem:
    extensions = {"certificate_id": error.certificate_id, "version": error.version}
    return Problem(Kind.KEPT_VERSION, str(error), extensions=extensions)


@problem_of.register
def _(error: OutOfOrderError) -> Problem:
    return Problem(Kind.OUT_OF_ORDER, str(error), extensions={"allowed": list(error.allowed)})


@problem_of.register
def _(error: IdempotencyKeyReusedError) -> Problem:
    return Problem(Kind.IDEMPOTENCY_KEY_REUSED, str(error))


@problem_of.register
def _(error: ScopeInUseError) -> Problem:
    extensions = {"count": error.count, "certificates": [_held(each) for each in error.certificates]}
    return Problem(Kind.SCOPE_IN_USE, str(error), extensions=extensions)


@problem_of.register
def _(error: OutsideScopeError) -> Problem:
    found = error.found
    listed = {
        "count": found.count,
        "digest": found.digest,
        "certificates": [_held(each) for each in found.certificates],
    }
    return Problem(Kind.OUTSIDE_NOT_CONFIRMED, str(error), extensions={"outside": listed})


@problem_of.register
def _(error: ScopeExistsError) -> Problem:
    if error.new_wanted:
        return Problem(Kind.PRECONDITION_FAILED, str(error))
    missing = ErrorItem("header", "If-Match", "required", "send this header")
    return Problem(Kind.PRECONDITION_REQUIRED, str(error), (missing,))


@problem_of.register
def _(error: LostUpdateError) -> Problem:
    return Problem(Kind.PRECONDITION_FAILED, str(error))


@problem_of.register
def _(error: TooSoonError) -> Problem:
    seconds = max(1, ceil((error.next_at - utc_now()).total_seconds()))
    detail = f"the challenges can be verified again at {to_text(error.next_at)}; nothing is lost until then"
    return Problem(Kind.TOO_SOON, detail, extensions={"next_verify_at": to_text(error.next_at)}, retry_after=seconds)


@problem_of.register(AcmeProblemError)
@problem_of.register(AcmeDirectoryError)
def _(error: AcmeProblemError | AcmeDirectoryError) -> Problem:
    return Problem(Kind.REFUSED_BY_CA, str(error))


@problem_of.register
def _(error: CaUnavailableError) -> Problem:
    return Problem(Kind.UNAVAILABLE, f"{error}; try again in a moment", retry_after=RETRY_SECONDS)


@problem_of.register
def _(_error: TransientError) -> Problem:
    return Problem(Kind.UNAVAILABLE, "try again in a moment", retry_after=RETRY_SECONDS)


def _held(certificate: HeldCertificate) -> dict[str, object]:
    """Return a certificate of a scope as a refusal lists it: with its first names, and how many it has."""
    return {
        "certificate_id": certificate.certificate_id,
        "certificate_name": certificate.name,
        "names": list(certificate.names[:MAX_LISTED_NAMES]),
        "names_count": len(certificate.names),
    }
