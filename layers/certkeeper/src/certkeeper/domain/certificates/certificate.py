"""Certificates: a stable id, a name, and versions that renewals add. The status is computed from the clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
"""How long before its end a certificate counts as expiring: the two weeks of the reference product's requirements."""
MAX_KEPT_VERSIONS = 12
"""The most versions whose private keys are kept, those that were current last.

Each needs a label, and a secret may have 20: three are of AWS, one is of the version that comes next, and four are left
for uploads that are not finished.
Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
"""
NOTICE_SHARE = 3
"""A third of a short lifetime counts as expiring instead, else six days would count from the start."""


class Source(StrEnum):
    """The source of a version. ISSUED: Certkeeper ordered it. UPLOADED: somebody uploaded it."""

    ISSUED = "issued"
    UPLOADED = "uploaded"


SOURCE_LABELS: Mapping[Source, str] = {Source.ISSUED: "Issued", Source.UPLOADED: "Uploaded"}
"""What a person reads in a list of sources."""


class CertificateStatus(StrEnum):
    """The status of a certificate.

    PENDING: its first order is running. DELETED: a person deleted it, whatever it was before.
    """

    PENDING = "pending"
    ACTIVE = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    REVOKED = "revoked"
    DELETED = "deleted"


CERTIFICATE_STATUS_LABELS: Mapping[CertificateStatus, str] = {
    CertificateStatus.ACTIVE: "Active",
    CertificateStatus.EXPIRING: "Expiring",
    CertificateStatus.EXPIRED: "Expired",
    CertificateStatus.PENDING: "Pending",
    CertificateStatus.REVOKED: "Revoked",
    CertificateStatus.DELETED: "Deleted",
}
"""What a person reads in a list of statuses."""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """The contents of an X.509 certificate (RFC 5280).

    `serial` is in decimal, digests are in lower-case hex, `key_bits` is the key's size in bits. `authority_key_id` is
    the issuer's key identifier in lower-case hex (section 4.2.1.1), empty without one. `for_servers`: a TLS server may
    use it, by its extended key usage (section 4.2.1.12). `is_ca`: its basic constraints say so (section 4.2.1.9).
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
    for_servers: bool = True
    is_ca: bool = False

    @property
    def lifetime(self) -> timedelta:
        """The time from `not_before` to `not_after`."""
        return self.not_after - self.not_before

    @property
    def expiring_at(self) -> datetime:
        """When the certificate begins to count as expiring.

        Two weeks before its end, or a third of a short lifetime.
        """
        return self.not_after - min(NOTICE, self.lifetime / NOTICE_SHARE)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may change on a certificate.

    `domain` stands for the certificate where one name must do. `notices_enabled` None and `notice_days` empty take the
    scope's value, which may be the stack's; `notice_days` are days before the end, the most first. With
    `renewal_enabled` Certkeeper renews it. With `key_reused` a renewal keeps the private key instead of making a new
    one.
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
    """A certificate as it is listed."""

    certificate_id: str
    """The UUIDv7 that stays the same for all versions."""
    scope: str
    """The name of the scope."""
    name: str
    """The name that people give it, unique in its scope while it is not deleted."""
    source: Source
    """How the current version came."""
    names: tuple[str, ...]
    """The DNS names of the current version; of the first order while there is none."""
    created_at: datetime
    """When its first order was placed, or its first version uploaded."""
    order_id: str = ""
    """The order or the upload that led to the current version; the first order while there is none."""
    version: int = 0
    """The number of the current version; 0 while the first order runs."""
    facts: CertificateFacts | None = None
    """The contents of the current version; None while there is none."""
    revision: int = 0
    """The number of writes so far. A write names the revision that was read."""
    settings: Settings = DEFAULT_SETTINGS
    """What a person may change on it."""
    deleted_at: datetime | None = None
    """When it was deleted; None where it is not."""
    revoked_at: datetime | None = None
    """When the current version was revoked; None where it is not."""
    revocation_reason: RevocationReason | None = None
    """Why the current version was revoked; None where it is not."""
    recoverable_until: datetime | None = None
    """Until when a deleted certificate can be restored; None where it is not deleted."""
    removal_id: str = ""
    """The id of the last deletion or restoration; empty for none."""
    plan: RenewalPlan | None = None
    """How it is ordered again; None where Certkeeper did not order the current version."""
    renewal: RenewalState = NO_RENEWAL
    """Where the renewal stands, as stored, possibly for an earlier version; `state` is what counts."""
    ended_order_id: str = ""
    """The last order of a renewal that ended without a version; empty for none."""
    outbox: tuple[Event, ...] = ()
    """Events that were stored with the change that caused them, until they are published."""
    latest_version: int = 0
    """The highest number that a version has; above `version` after an earlier one was activated."""
    kept: tuple[int, ...] = ()
    """The numbers of the versions whose private key is kept, the one that was current last first."""

    @property
    def state(self) -> RenewalState:
        """The state of the renewal of the current version.

        Of what is stored about another version, only what administrators were notified of counts.
        """
        return self.renewal if self.renewal.version == self.version else self.renewal.of_version(self.version)

    @property
    def highest_version(self) -> int:
        """The highest number that a version has."""
        return max(self.version, self.latest_version)

    @property
    def next_version(self) -> int:
        """The number of the next version that is uploaded or issued."""
        return self.highest_version + 1

    @property
    def kept_versions(self) -> tuple[int, ...]:
        """The numbers of the versions that can be made current, the current one first."""
        return self.kept or ((self.version,) if self.version else ())

    def kept_with(self, number: int) -> tuple[int, ...]:
        """Return the numbers of the versions that are kept once the one with this number is current."""
        return (number, *(other for other in self.kept_versions if other != number))[:MAX_KEPT_VERSIONS]

    def with_current(self, version: CertificateVersion) -> Certificate:
        """Return the certificate with a version, a new one or an earlier one, as its current one."""
        return replace(
            self,
            source=version.source,
            names=version.facts.names,
            facts=version.facts,
            order_id=version.order_id,
            version=version.version,
            latest_version=max(self.highest_version, version.version),
            kept=self.kept_with(version.version),
            plan=version.plan,
            revoked_at=version.revoked_at,
            revocation_reason=version.revocation_reason,
        )

    @property
    def ordered_names(self) -> tuple[str, ...]:
        """The names that a renewal orders: a CA may have added some to those of the last order."""
        return (self.plan.names if self.plan else ()) or self.names

    def status(self, now: datetime) -> CertificateStatus:
        """Return the status at `now`; a certificate that has expired is never shown as valid."""
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
        """Return whether it is deleted and can still be restored at `now`."""
        return self.recoverable_until is not None and now < self.recoverable_until

    def days_left(self, now: datetime) -> int | None:
        """Return the whole days from `now` until its end, negative after it; None while there is no version."""
        return None if self.facts is None else (self.facts.not_after - now).days


@dataclass(frozen=True, slots=True)
class CertificateVersion:
    """One version of a certificate, public parts only, in PEM.

    `chain_pem` leads from the certificate's issuer upwards, without the root. `order_id` is the order or the upload
    that led to it. `verdicts` are those of an upload, as of that moment. `confirmed_losses` are the codes of
    what a person confirmed that it loses against the version whose place it took (`Loss`). `plan` is how it is ordered
    again, None for an upload.
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
    confirmed_losses: tuple[str, ...] = ()
    plan: RenewalPlan | None = None

    @property
    def source(self) -> Source:
        """How the version came: only an upload has verdicts."""
        return Source.ISSUED if self.verdicts is None else Source.UPLOADED


@dataclass(frozen=True, slots=True)
class Bundle:
    """The content of a secret that consumers read: besides an export, only this holds the private key."""

    certificate: str
    chain: str
    private_key: str
    not_after: datetime
    fingerprint: str

    @property
    def fullchain(self) -> str:
        """The certificate followed by its issuers, as web servers want it."""
        return self.certificate + self.chain

    def __repr__(self) -> str:
        """Without the private key: a repr ends in logs."""
        return f"Bundle(fingerprint={self.fingerprint!r})"
