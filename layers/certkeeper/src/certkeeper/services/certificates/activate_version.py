"""The activation of an earlier version: what was replaced is taken back (ADR 106)."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.actions import CertificateAction, require
from certkeeper.domain.certificates.certificate import MAX_KEPT_VERSIONS
from certkeeper.domain.certificates.succession import require_confirmed
from certkeeper.domain.errors import ConflictError, IdempotencyKeyReusedError, NotFoundError
from certkeeper.ports.receipts import ReceiptExistsError, UploadReceipt
from certkeeper.ports.uploads import Activation
from certkeeper.services.certificates.finish_activation import finish_activation, roll_back_activation

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.domain.certificates.comparison import Comparison, Confirmation
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.uploads import Activations
    from certkeeper.ports.vaults import VersionVault

    Compare = Callable[[CertificateVersion, CertificateVersion], Comparison]


@dataclass(frozen=True, slots=True)
class ActivationRequest:
    """The request to make a version, by its number, the current one.

    `confirmation` is what a person accepts to lose. `by_administrator`: an uploaded version may take the place of an
    issued one.
    """

    scope: str
    certificate_id: str
    version: int
    caller: str
    confirmation: Confirmation | None = None
    idempotency_key: str | None = None
    by_administrator: bool = False

    def fingerprint(self) -> str:
        """Return the SHA-256, in hex, of what is asked for; never that of an upload."""
        confirmed = self.confirmation and (self.confirmation.version, sorted(self.confirmation.losses))
        wish = ("activate", self.scope, self.certificate_id, self.version, confirmed, self.by_administrator)
        return sha256(dumps(wish).encode()).hexdigest()


def activate_version(
    request: ActivationRequest,
    *,
    certificates: Certificates,
    activations: Activations,
    vault: VersionVault,
    event_bus: EventBus,
    compare: Compare,
    new_id: Callable[[], str],
    now: datetime,
) -> Certificate:
    """Make the version of a request the current one, and return the certificate. It is idempotent.

    `compare` returns what is lost when its second version takes the place of its first. The intent is written first,
    the secret's stage is moved second, the rows are written third: the reconciler finishes or undoes what a crash
    leaves. Raises NotFoundError; IdempotencyKeyReusedError; LossesNotConfirmedError and
    ReplacementNeedsAdministratorError; and ConflictError: 'not_issued', 'deleted', 'gone', 'order_running', 'revoked'
    for a version that was revoked, 'key_not_kept', 'changed'.
    """
    certificate = certificates.get(request.scope, request.certificate_id)
    if _is_done(request, certificate, activations):
        return certificate
    version = _checked(request, certificate, certificates, compare, now)
    activation = Activation(new_id(), certificate, version, now, request.caller, _receipt(request))
    activations.record_intent(activation)
    try:
        _make_current(activation, vault)
        return finish_activation(
            activation, activations=activations, certificates=certificates, vault=vault, event_bus=event_bus
        )
    except (ConflictError, ReceiptExistsError) as error:
        roll_back_activation(activation, activations=activations, certificates=certificates, vault=vault)
        if isinstance(error, ConflictError):
            raise
    return _activated_before(request, certificates, activations)


def _checked(
    request: ActivationRequest, certificate: Certificate, certificates: Certificates, compare: Compare, now: datetime
) -> CertificateVersion:
    """Return the version that can be made current, with all that it loses confirmed."""
    require(certificate, CertificateAction.ACTIVATE, now)
    version = _version(certificate, request, certificates)
    _require_kept(certificate, version)
    _require_not_revoked(version)
    before = certificates.version(certificate.certificate_id, certificate.version)
    require_confirmed(compare(before, version), request.confirmation, by_administrator=request.by_administrator)
    return version


def _is_done(request: ActivationRequest, certificate: Certificate, activations: Activations) -> bool:
    """Return whether the version is current, or was made so by a request with the same Idempotency-Key."""
    receipt = activations.receipt(request.scope, request.idempotency_key) if request.idempotency_key else None
    if receipt is None:
        return request.version == certificate.version and certificate.deleted_at is None
    if receipt.fingerprint != request.fingerprint():
        raise IdempotencyKeyReusedError
    return True


def _activated_before(request: ActivationRequest, certificates: Certificates, activations: Activations) -> Certificate:
    """Return the certificate after another request with the same Idempotency-Key was faster."""
    certificate = certificates.get(request.scope, request.certificate_id)
    if not _is_done(request, certificate, activations):
        raise IdempotencyKeyReusedError
    return certificate


def _version(certificate: Certificate, request: ActivationRequest, certificates: Certificates) -> CertificateVersion:
    if request.version > certificate.highest_version:
        raise NotFoundError("certificate version")
    return certificates.version(certificate.certificate_id, request.version)


def _require_kept(certificate: Certificate, version: CertificateVersion) -> None:
    if version.version not in certificate.kept_versions:
        raise _not_kept()


def _require_not_revoked(version: CertificateVersion) -> None:
    """Raise ConflictError for a version that was revoked, also where the current one is: no confirmation helps."""
    if version.revoked_at is not None:
        detail = (
            "this version is revoked: clients that check revocation refuse it; activate another version, or renew the "
            "certificate or upload a new version"
        )
        raise ConflictError("revoked", detail)


def _make_current(activation: Activation, vault: VersionVault) -> None:
    try:
        vault.make_current(activation.version.certificate_id, activation.version.order_id)
    except NotFoundError as error:
        raise _not_kept() from error


def _not_kept() -> ConflictError:
    detail = (
        "the private key of this version is no longer stored: those of the "
        f"{MAX_KEPT_VERSIONS} versions that were current last are; upload the certificate with its key as a new version"
    )
    return ConflictError("key_not_kept", detail)


def _receipt(request: ActivationRequest) -> UploadReceipt | None:
    key = request.idempotency_key
    return UploadReceipt(request.scope, key, request.fingerprint(), request.certificate_id) if key else None
