"""The upload of a certificate, as a new one or as the next version of one (ADR 43)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.actions import CertificateAction, require
from certkeeper.domain.certificates.certificate import Bundle, Certificate, CertificateVersion, Source
from certkeeper.domain.errors import (
    ConflictError,
    DuplicateCertificateError,
    IdempotencyKeyReusedError,
    KeptVersionError,
    SameNamesError,
)
from certkeeper.ports.receipts import ReceiptExistsError, UploadReceipt
from certkeeper.ports.uploads import UploadIntent
from certkeeper.services.uploads.checks import check
from certkeeper.services.uploads.finish_upload import finish_upload, roll_back_upload
from certkeeper.services.uploads.successor import confirmed_losses, with_same_names
from certkeeper.x509.upload.accept import read_upload
from certkeeper.x509.upload.opening.child import Confinement

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from certkeeper.domain.certificates.comparison import Loss
    from certkeeper.domain.uploads.upload import SoundUpload
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.scopes import Scopes
    from certkeeper.ports.uploads import Uploads
    from certkeeper.ports.vaults import UploadVault
    from certkeeper.services.uploads.request import UploadRequest
    from certkeeper.x509.upload.judging.roots import PublicRoots


def upload_certificate(
    request: UploadRequest,
    *,
    scopes: Scopes,
    certificates: Certificates,
    uploads: Uploads,
    vault: UploadVault,
    event_bus: EventBus,
    roots: PublicRoots,
    new_id: Callable[[], str],
    now: datetime,
) -> tuple[Certificate, CertificateVersion]:
    """Store the upload of a request, and return the certificate with its new version.

    The same Idempotency-Key with the same upload returns the same again. Intent first, secret second, rows third
    (ADR 43). Raises NotFoundError, RefusedError, IdempotencyKeyReusedError, ConflictError.
    """
    finish = partial(finish_upload, uploads=uploads, certificates=certificates, vault=vault, event_bus=event_bus)
    scope = scopes.get(request.scope)
    before = _before(request, certificates, now)
    sound = read_upload(request.upload, roots=roots, now=now, confinement=Confinement(tenant=request.scope))
    check(request, sound, scope)
    if uploaded := _uploaded_before(request, sound, uploads):
        return _shown(request.scope, uploaded, sound.facts.sha256, certificates)
    gone = _gone_holder(request, sound.facts.sha256, uploads, certificates, now)
    lost = confirmed_losses(request, sound, before, certificates=certificates, roots=roots, now=now)
    intent = new_intent(request, sound, before, new_id, now, gone=gone, lost=lost)
    uploads.record_intent(intent)
    try:
        _store(intent, sound, vault)
        certificate = finish(intent)
    except (ConflictError, ReceiptExistsError) as error:
        roll_back_upload(intent, uploads=uploads, certificates=certificates, vault=vault)
        if isinstance(error, ConflictError):
            _point_to_same_names(error, request.scope, sound, certificates=certificates, uploads=uploads)
            raise
        if (uploaded := _uploaded_before(request, sound, uploads)) is None:
            raise IdempotencyKeyReusedError from error
        return _shown(request.scope, uploaded, sound.facts.sha256, certificates)
    return certificate, intent.version


def _before(request: UploadRequest, certificates: Certificates, now: datetime) -> Certificate | None:
    """Return the certificate that gets a new version, or None."""
    if request.certificate_id is None:
        return None
    certificate = certificates.get(request.scope, request.certificate_id)
    require(certificate, CertificateAction.UPLOAD_VERSION, now)
    return certificate


def _gone_holder(
    request: UploadRequest, sha256: str, uploads: Uploads, certificates: Certificates, now: datetime
) -> str:
    """Return the id of a certificate with this digest that gives it up, or empty.

    A deleted one gives it up once it can no longer be restored, and before that to a successor of another certificate:
    whoever uploaded a successor as a new certificate deletes that and uploads it in the right place. Any other gives up
    what only an earlier version has that is not kept. Raises DuplicateCertificateError where it is the current version,
    KeptVersionError where it is one that can be activated, and ConflictError('revoked').
    """
    holder = uploads.holder(request.scope, sha256)
    if holder is None:
        return ""
    certificate = certificates.get(request.scope, holder)
    is_new = request.certificate_id is None
    if certificate.deleted_at is not None:
        if is_new and certificate.recoverable(now):
            raise DuplicateCertificateError(holder)
        return holder
    if certificate.facts is None or certificate.facts.sha256 == sha256:
        raise DuplicateCertificateError(holder)
    _require_not_kept(certificate, sha256, certificates)
    return holder


def _require_not_kept(certificate: Certificate, sha256: str, certificates: Certificates) -> None:
    """Raise KeptVersionError or ConflictError where a version with this digest is kept, or was revoked."""
    for version in certificates.versions(certificate.certificate_id):
        if version.facts.sha256 != sha256:
            continue
        if version.version in certificate.kept_versions:
            raise KeptVersionError(certificate.certificate_id, version.version)
        if version.revoked_at is not None:
            raise ConflictError("revoked", "this certificate is revoked: clients that check revocation refuse it")


def _point_to_same_names(
    error: ConflictError, scope: str, sound: SoundUpload, *, certificates: Certificates, uploads: Uploads
) -> None:
    """Raise SameNamesError in place of an error about a taken name if certificates have the same DNS names."""
    if error.code != "name_taken":
        return
    if alike := with_same_names(scope, "", sound.facts.names, certificates=certificates, uploads=uploads):
        raise SameNamesError(alike) from error


def _uploaded_before(request: UploadRequest, sound: SoundUpload, uploads: Uploads) -> str | None:
    if request.idempotency_key is None:
        return None
    receipt = uploads.receipt(request.scope, request.idempotency_key)
    if receipt is None:
        return None
    if receipt.fingerprint != request.fingerprint(sound):
        raise IdempotencyKeyReusedError
    return receipt.certificate_id


def _shown(
    scope: str, certificate_id: str, sha256: str, certificates: Certificates
) -> tuple[Certificate, CertificateVersion]:
    """Return the certificate with the version that the first request brought, whatever has come since."""
    certificate = certificates.get(scope, certificate_id)
    versions = certificates.versions(certificate_id)
    return certificate, next((each for each in versions if each.facts.sha256 == sha256), versions[0])


def new_intent(
    request: UploadRequest,
    sound: SoundUpload,
    before: Certificate | None,
    new_id: Callable[[], str],
    now: datetime,
    *,
    gone: str = "",
    lost: tuple[Loss, ...] = (),
) -> UploadIntent:
    """Return the intent for the `sound` upload of a request, at `now`.

    All that finishing it needs except the private key.

    `before` is the certificate that gets a new version, or None. `gone` is the id of a certificate that had the same
    digest, or empty; `lost` is what was confirmed. `new_id` makes the ids.
    """
    upload_id = new_id()
    certificate = before or _new_certificate(request, sound, new_id(), upload_id, now)
    version = CertificateVersion(
        certificate_id=certificate.certificate_id,
        version=certificate.next_version if before else 1,
        facts=sound.facts,
        certificate_pem=sound.certificate_pem,
        chain_pem=sound.chain_pem,
        created_at=now,
        order_id=upload_id,
        root_pem=sound.root_pem,
        verdicts=sound.verdicts,
        confirmed_losses=lost,
    )
    key = request.idempotency_key
    receipt = UploadReceipt(request.scope, key, request.fingerprint(sound), certificate.certificate_id) if key else None
    return UploadIntent(certificate, version, now, receipt, gone)


def _new_certificate(
    request: UploadRequest, sound: SoundUpload, certificate_id: str, upload_id: str, now: datetime
) -> Certificate:
    settings = request.settings
    first = next(iter(sound.facts.names), "")
    return Certificate(
        certificate_id=certificate_id,
        scope=request.scope,
        name=request.certificate_name or first,
        source=Source.UPLOADED,
        names=sound.facts.names,
        created_at=now,
        order_id=upload_id,
        version=1,
        latest_version=1,
        kept=(1,),
        facts=sound.facts,
        settings=settings if settings.domain else replace(settings, domain=first),
    )


def _store(intent: UploadIntent, sound: SoundUpload, vault: UploadVault) -> None:
    version, facts = intent.version, sound.facts
    bundle = Bundle(sound.certificate_pem, sound.chain_pem, sound.private_key_pem, facts.not_after, facts.sha256)
    kept = intent.certificate.kept_versions
    vault.store(version.certificate_id, intent.upload_id, bundle, version=version.version, kept=kept)
