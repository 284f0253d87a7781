"""The actions on a certificate, each with a list of checks: the first that fails gives the reason of the refusal.

The reasons are in ADR 46.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import TYPE_CHECKING

from certkeeper.domain.errors import ConflictError, LostUpdateError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate

    Check = Callable[[Certificate, datetime], tuple[str, str] | None]

ExpectedRevisions = Collection[int] | None
"""The revisions of which the certificate must have one; None allows any."""


class CertificateAction(StrEnum):
    """An action of a person on one certificate.

    UPLOAD_VERSION: upload its next version. RENAME: an update that changes its name.
    """

    UPDATE = "update"
    RENAME = "rename"
    UPLOAD_VERSION = "upload_version"
    RENEW = "renew"
    EXPORT = "export"
    DELETE = "delete"
    RESTORE = "restore"
    REVOKE = "revoke"
    ACTIVATE = "activate"


def order_runs(certificate: Certificate) -> bool:
    """Return whether an order of this certificate is running: its first one, or one that renews it."""
    return certificate.version == 0 or certificate.state.order_id not in {"", certificate.ended_order_id}


def _not_issued(certificate: Certificate, _now: datetime) -> tuple[str, str] | None:
    if certificate.version:
        return None
    return "not_issued", "the certificate is not issued yet: its order is still running"


def _order_running(certificate: Certificate, _now: datetime) -> tuple[str, str] | None:
    if not order_runs(certificate):
        return None
    return "order_running", "an order of the certificate is running; wait until it ends, or cancel it first"


def _deleted(certificate: Certificate, _now: datetime) -> tuple[str, str] | None:
    return None if certificate.deleted_at is None else ("deleted", "the certificate is deleted; restore it first")


def _gone(certificate: Certificate, now: datetime) -> tuple[str, str] | None:
    if certificate.deleted_at is None or certificate.recoverable(now):
        return None
    return "gone", "the private key of the deleted certificate no longer exists; order a new certificate or upload one"


_CHECKS: dict[CertificateAction, tuple[Check, ...]] = {
    CertificateAction.UPDATE: (_gone, _deleted),
    CertificateAction.RENAME: (_order_running,),  # the order that commits writes what is searched by, with the name
    CertificateAction.UPLOAD_VERSION: (_not_issued, _gone, _deleted),
    CertificateAction.RENEW: (_gone, _deleted, _order_running),
    CertificateAction.EXPORT: (_not_issued, _gone, _deleted),
    CertificateAction.DELETE: (_order_running,),
    CertificateAction.RESTORE: (_gone,),
    CertificateAction.ACTIVATE: (_not_issued, _gone, _deleted, _order_running),  # a running order would replace it
    CertificateAction.REVOKE: (_not_issued,),  # a deleted one too: that its key was stolen may be known later
}


def require(certificate: Certificate, action: CertificateAction, now: datetime) -> None:
    """Check that the action is possible for the certificate now.

    Raises ConflictError with the first reason against it.
    """
    for check in _CHECKS[action]:
        if reason := check(certificate, now):
            raise ConflictError(*reason)


def require_revision(certificate: Certificate, if_match: ExpectedRevisions) -> None:
    """Check an If-Match against the certificate.

    Raises LostUpdateError unless the certificate has one of its revisions (RFC 9110 section 13.1.1).
    """
    if if_match is not None and certificate.revision not in if_match:
        raise LostUpdateError
