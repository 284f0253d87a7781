"""The export of a certificate: the only way by which a private key is handed out over HTTP (ADR 44)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from certkeeper.domain import event_details
from certkeeper.domain.certificates.actions import CertificateAction, require
from certkeeper.domain.certificates.certificate import MAX_KEPT_VERSIONS
from certkeeper.domain.certificates.exports import ExportRecord
from certkeeper.domain.errors import ConflictError, NotFoundError, RefusedError
from certkeeper.domain.events import Event, EventType
from certkeeper.services.certificates.export_encoding import encoded_public, encoded_with_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Bundle, Certificate, CertificateVersion
    from certkeeper.domain.certificates.exports import ExportChoice
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.vaults import Vault


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """The request to export a certificate: the choice, the caller with the IP address, and the reason."""

    scope: str
    certificate_id: str
    choice: ExportChoice
    caller: str
    source_ip: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """The exported file. `bundle` is None where it holds no private key."""

    certificate: Certificate
    version: CertificateVersion
    choice: ExportChoice
    content: bytes = field(repr=False)
    bundle: Bundle | None


def export_certificate(
    request: ExportRequest,
    *,
    certificates: Certificates,
    vault: Vault,
    keep_record: Callable[[ExportRecord], None],
    event_bus: EventBus,
    new_id: Callable[[], str],
    now: datetime,
) -> Export:
    """Return the file of a request, after `keep_record` has stored, durably, that it is handed out.

    Raises RefusedError, NotFoundError, and ConflictError: 'not_issued' while the first order runs, 'deleted', 'gone',
    and 'key_not_kept' where Secrets Manager no longer stores the key of the version.
    """
    if violation := request.choice.violation():
        raise RefusedError([violation])
    certificate = certificates.get(request.scope, request.certificate_id)
    require(certificate, CertificateAction.EXPORT, now)
    version = _version(certificate, request.choice, certificates)
    choice = request.choice.named_after(certificate.name)
    if choice.with_key:
        bundle = _bundle(certificate, version, vault)
        content = encoded_with_key(choice, bundle, now)
    else:
        bundle, content = None, encoded_public(choice, version, now)
    record = _record(request, version, new_id(), now)
    keep_record(record)
    event_bus.publish(_event(record, certificate))
    return Export(certificate, version, choice, content, bundle)


def _version(certificate: Certificate, choice: ExportChoice, certificates: Certificates) -> CertificateVersion:
    number = choice.version or certificate.version
    if number > certificate.highest_version:
        raise NotFoundError("certificate version")
    return certificates.version(certificate.certificate_id, number)


def _bundle(certificate: Certificate, version: CertificateVersion, vault: Vault) -> Bundle:
    """Return the bundle of the version.

    The current value is used if it is this version's: it may be a moment newer than the row.
    """
    if version.version == certificate.version:
        bundle = vault.bundle(certificate.certificate_id)
        if bundle.fingerprint == version.facts.sha256:
            return bundle
    try:
        return vault.bundle_of(certificate.certificate_id, version.order_id)
    except NotFoundError as error:
        detail = (
            f"the private key of this version is no longer stored; those of the {MAX_KEPT_VERSIONS} versions that were "
            "current last are"
        )
        raise ConflictError("key_not_kept", detail) from error


def _record(request: ExportRequest, version: CertificateVersion, export_id: str, now: datetime) -> ExportRecord:
    return ExportRecord(
        export_id=export_id,
        scope=request.scope,
        certificate_id=request.certificate_id,
        version=version.version,
        format=request.choice.format,
        part=request.choice.part,
        with_key=request.choice.with_key,
        caller=request.caller,
        source_ip=request.source_ip,
        reason=request.reason,
        exported_at=now,
    )


def _event(record: ExportRecord, certificate: Certificate) -> Event:
    return Event(
        event_id=record.export_id,
        type=EventType.CERTIFICATE_EXPORTED,
        occurred_at=record.exported_at,
        scope=record.scope,
        certificate_id=record.certificate_id,
        order_id="",
        detail=event_details.exported(
            name=certificate.name,
            version=record.version,
            format_=record.format,
            with_key=record.with_key,
            caller=record.caller,
        ),
    )
