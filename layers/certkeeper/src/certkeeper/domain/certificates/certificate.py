"""Certificates: a stable id, a name, and versions that renewal adds. What is shown of validity comes from the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from certkeeper.domain.renewal.state import RenewalState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from certkeeper.domain.certificates.revocations import RevocationReason
    from certkeeper.domain.events import Event
    from certkeeper.domain.renewal.plan import RenewalPlan
    from certkeeper.domain.uploads.verdicts import Verdicts

NOTICE = timedelta(days=14)
"""The reference product's two weeks (requirements: notifies when renewal is 2 weeks from due)."""
NOTICE_SHARE = 3
"""Lifetimes under three times the notice would be expiring half their life: a third of life takes its place."""


class Source(StrEnum):
    """ISSUED: we ordered it. UPLOADED: somebody brought it."""

    ISSUED = "issued"
    UPLOADED = "uploaded"


SOURCE_LABELS: Mapping[Source, str] = {Source.ISSUED: "Issued", Source.UPLOADED: "Uploaded"}
"""What a person reads where they choose one."""


class CertificateStatus(StrEnum):
    """PENDING: its first order is still running. DELETED: by a person, whatever it was before."""

    PENDING = "pending"
    ACTIVE = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    REVOKED = "revoked"
    DELETED = "deleted"


CERTIFICATE_STATUS_LABELS: Mapping[CertificateStatus, str] = {
    CertificateStatus.ACTIVE: "Valid",
    CertificateStatus.EXPIRING: "Expiring",
    CertificateStatus.EXPIRED: "Expired",
    CertificateStatus.PENDING: "Pending",
    CertificateStatus.REVOKED: "Revoked",
    CertificateStatus.DELETED: "Deleted",
}
"""What a person reads where they choose one."""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What stands in an X.509 certificate: `serial` in decimal, digests in lower-case hex, sizes in bits.

    `authority_key_id` is the issuer's key identifier in lower-case hex (RFC 5280 section 4.2.1.1), empty without one.
    """

    serial: str
    subject: str
    common_name: str
    issuer: str
    names: tuple[str, ...]
    key_algorithm: str
    key_bits: int
    signature_algorithm: str
    x509_version: int
    not_before: datetime
    not_after: datetime
    sha256: str
    sha1: str
    authority_key_id: str = ""

    @property
    def lifetime(self) -> timedelta:
        """From beginning to end; what is left of it is nobody's constant."""
        return self.not_after - self.not_before

    @property
    def expiring_at(self) -> datetime:
        """From when on the certificate counts as expiring: two weeks before its end, or a third of a short life."""
        return self.not_after - min(NOTICE, self.lifetime / NOTICE_SHARE)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may set. `domain` stands for the certificate where one name must do.

    `notices_enabled` None and `notice_days` empty leave it to the scope, which may leave it to the stack; thresholds
    begin with the most days before the end. `key_reused`: a renewal takes the key that is there instead of a new one.
    """

    domain: str = ""
    notices_enabled: bool | None = None
    notice_days: tuple[int, ...] = ()
    renewal_enabled: bool = True
    key_reused: bool = False


DEFAULT_SETTINGS = Settings()
NO_RENEWAL = RenewalState()


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as it is listed. `facts` are those of the current version; None and version 0 while pending.

    `order_id` is the order or the upload that led to the current version. `revision` counts writes. `revoked_at` and
    `revocation_reason` are those of the current version. `removal_id` is the last deletion or restoration; a deleted
    certificate can be restored before `recoverable_until`. `plan` says how it is ordered again, None where we did not
    order the current version. `renewal` is for `state` to read, `ended_order_id` is the last order of a renewal that
    ended without a version, and `outbox` are events that are stored with what they tell and may not be published yet.
    """

    certificate_id: str
    scope: str
    name: str
    source: Source
    names: tuple[str, ...]
    created_at: datetime
    order_id: str = ""
    version: int = 0
    facts: CertificateFacts | None = None
    revision: int = 0
    settings: Settings = DEFAULT_SETTINGS
    deleted_at: datetime | None = None
    revoked_at: datetime | None = None
    revocation_reason: RevocationReason | None = None
    recoverable_until: datetime | None = None
    removal_id: str = ""
    plan: RenewalPlan | None = None
    renewal: RenewalState = NO_RENEWAL
    ended_order_id: str = ""
    outbox: tuple[Event, ...] = ()

    @property
    def state(self) -> RenewalState:
        """Where the renewal of the current version stands. What is stored of another version counts no more."""
        return self.renewal if self.renewal.version == self.version else RenewalState(self.version)

    def status(self, now: datetime) -> CertificateStatus:
        """Where the certificate stands at `now`; an expired one is never shown as good."""
        if self.deleted_at is not None:
            return CertificateStatus.DELETED
        if self.facts is None:
            return CertificateStatus.PENDING
        if self.revoked_at is not None:
            return CertificateStatus.REVOKED
        if now >= self.facts.not_after:
            return CertificateStatus.EXPIRED
        if now >= self.facts.expiring_at:
            return CertificateStatus.EXPIRING
        return CertificateStatus.ACTIVE

    def recoverable(self, now: datetime) -> bool:
        """Whether it is deleted, and not yet gone for good."""
        return self.recoverable_until is not None and now < self.recoverable_until

    def days_left(self, now: datetime) -> int | None:
        """Whole days until the end, negative after it, None while pending."""
        return None if self.facts is None else (self.facts.not_after - now).days


@dataclass(frozen=True, slots=True)
class CertificateVersion:
    """One certificate, public parts only: `chain_pem` leads from the leaf's issuer up, without the root.

    `order_id` is the order or the upload that brought it. `verdicts` are those of an upload, as of when it came.
    """

    certificate_id: str
    version: int
    facts: CertificateFacts
    certificate_pem: str
    chain_pem: str
    created_at: datetime
    order_id: str = ""
    root_pem: str = ""
    verdicts: Verdicts | None = None
    revoked_at: datetime | None = None
    revocation_reason: RevocationReason | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """What consumers read from Secrets Manager; the only place besides an export where the private key stands."""

    certificate: str
    chain: str
    private_key: str
    not_after: datetime
    fingerprint: str

    @property
    def fullchain(self) -> str:
        """Leaf first, then its issuers: what a web server wants."""
        return self.certificate + self.chain

    def __repr__(self) -> str:
        """Without the private key: a repr ends in logs."""
        return f"Bundle(fingerprint={self.fingerprint!r})"
