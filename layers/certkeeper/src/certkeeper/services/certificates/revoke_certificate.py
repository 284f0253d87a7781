"""The revocation of a certificate at the CA (ADR 48)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from certkeeper.domain import event_details
from certkeeper.domain.certificates.actions import CertificateAction, require
from certkeeper.domain.errors import (
    AccountUnknownError,
    CaUnavailableError,
    CertificateChangedError,
    ConflictError,
    NotFoundError,
    TransientError,
)
from certkeeper.domain.events import Event, EventType

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.domain.certificates.revocations import RevocationReason
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.certificate_authority import CaSession
    from certkeeper.ports.certificates import CertificateChanges, Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.orders import Orders
    from certkeeper.services.issuance.acme_account import AcmeAccount

MAX_ATTEMPTS = 4
"""The most attempts.

A sweep may write the certificate at the same moment; after three conflicts something else is wrong.
"""


@dataclass(frozen=True, slots=True)
class RevocationRequest:
    """The request to revoke a version. `version` is None for the current one; `caller` is the ARN of who asks."""

    scope: str
    certificate_id: str
    reason: RevocationReason
    version: int | None
    caller: str


def revoke_certificate(
    request: RevocationRequest,
    *,
    certificates: Certificates,
    stored: CertificateChanges,
    account: AcmeAccount,
    event_bus: EventBus,
    now: datetime,
) -> Certificate:
    """Revoke the certificate of a request, and return it as it is then.

    It is revoked at the CA first; then the rows are written, with the event in the certificate's outbox; then the event
    is published. After a crash before the rows a repeat finishes it, because a certificate that is revoked at the CA
    already counts as done. After a crash behind them, or with the event bus out of reach, the next sweep publishes the
    event. A repeat publishes it again, under the same id.

    Raises NotFoundError; AcmeProblemError and AcmeDirectoryError with the CA's answer; CaUnavailableError; and
    ConflictError: 'not_issued', 'not_issued_here' for an uploaded version, 'other_account', 'account_unknown', and
    'changed' after too many conflicts.
    """
    certificate = certificates.get(request.scope, request.certificate_id)
    require(certificate, CertificateAction.REVOKE, now)
    version = _version(certificate, request.version, certificates)
    order = _order(certificate, version, account.orders)
    session = _session(order, account)
    _revoke(version, request.reason, session)
    event = _event(request, certificate, version, now)
    revoked = _marked(certificate, version, event, request, certificates=certificates, stored=stored, now=now)
    return _published(revoked, event, stored, event_bus)


def _version(certificate: Certificate, number: int | None, certificates: Certificates) -> CertificateVersion:
    if number is not None and number > certificate.highest_version:
        raise NotFoundError("certificate version")
    return certificates.version(certificate.certificate_id, number or certificate.version)


def _order(certificate: Certificate, version: CertificateVersion, orders: Orders) -> Order:
    """Return the order that led to the version; an uploaded one came from an upload, and has none."""
    try:
        return orders.get(certificate.scope, version.order_id)
    except NotFoundError as error:
        detail = "this version was uploaded, so Certkeeper cannot revoke it; revoke it where it was ordered"
        raise ConflictError("not_issued_here", detail) from error


def _session(order: Order, account: AcmeAccount) -> CaSession:
    registered = account.registered()
    if registered is None or order.account_url not in {registered.url, ""}:
        detail = "it was issued by another CA or for another account than the stack uses now; revoke it there"
        raise ConflictError("other_account", detail)
    return account.signed_in(registered)


def _revoke(version: CertificateVersion, reason: RevocationReason, session: CaSession) -> None:
    try:
        session.revoke(version.certificate_pem, reason)
    except AccountUnknownError as error:
        detail = (
            "the CA no longer knows Certkeeper's account; revoke it with its own private key and another ACME client"
        )
        raise ConflictError("account_unknown", detail) from error
    except TransientError as error:
        raise CaUnavailableError(str(error)) from error


def _marked(
    certificate: Certificate,
    version: CertificateVersion,
    event: Event,
    request: RevocationRequest,
    *,
    certificates: Certificates,
    stored: CertificateChanges,
    now: datetime,
) -> Certificate:
    """Mark the version as revoked, and return the certificate.

    Other processes may have put events into the outbox meanwhile: it is read again, and its events stay.
    """
    for _ in range(MAX_ATTEMPTS):
        try:
            return stored.revoke(certificate, version.version, request.reason, event, now)
        except CertificateChangedError:
            certificate = certificates.get(request.scope, request.certificate_id)
    raise CertificateChangedError


def _published(revoked: Certificate, event: Event, stored: CertificateChanges, event_bus: EventBus) -> Certificate:
    """Publish the event, and return the certificate without it in its outbox.

    An event that an earlier call left in the outbox is published as it is; else the event is published once more.
    """
    left = next((each for each in revoked.outbox if each.event_id == event.event_id), None)
    event_bus.publish(left or event)
    return stored.mark_published(revoked, left) if left else revoked


def _event(request: RevocationRequest, certificate: Certificate, version: CertificateVersion, now: datetime) -> Event:
    return Event(
        event_id=str(uuid5(UUID(certificate.certificate_id), f"revoked/{version.version}")),
        type=EventType.CERTIFICATE_REVOKED,
        occurred_at=now,
        scope=certificate.scope,
        certificate_id=certificate.certificate_id,
        order_id=version.order_id,
        detail=event_details.revoked(
            name=certificate.name, version=version.version, caller=request.caller, reason=request.reason
        ),
    )
