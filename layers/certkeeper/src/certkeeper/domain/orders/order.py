"""An order: one run of order, verify and issue for one certificate (RFC 8555 section 7.1.3, and our words)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from certkeeper.domain.dns.findings import Expectation
from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver, delegated_name, record_name
from certkeeper.domain.dns.standing_records import StandingRecord, standing_name
from certkeeper.domain.orders import challenges as acme_challenges
from certkeeper.domain.orders.challenges import Challenge, ChallengeType

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.key_types import KeyType
    from certkeeper.domain.dns.findings import Finding
    from certkeeper.domain.dns.zones import DnsRecord
    from certkeeper.domain.orders.failures import Failure


class OrderStatus(StrEnum):
    """RFC 8555 section 7.1.6, and two ends of ours: EXPIRED (the deadline passed) and CANCELLED (by a person)."""

    PENDING = "pending"
    READY = "ready"
    PROCESSING = "processing"
    VALID = "valid"
    INVALID = "invalid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class AuthorizationStatus(StrEnum):
    """RFC 8555 section 7.1.6: how one name stands at the CA."""

    PENDING = "pending"
    VALID = "valid"
    INVALID = "invalid"
    DEACTIVATED = "deactivated"
    EXPIRED = "expired"
    REVOKED = "revoked"


ENDED = frozenset({OrderStatus.VALID, OrderStatus.INVALID, OrderStatus.EXPIRED, OrderStatus.CANCELLED})


class Steps(StrEnum):
    """AUTOMATIC: the machine goes through by itself. MANUAL: a person calls verify and issue."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


DEFAULT_STEPS = Steps.AUTOMATIC


@dataclass(frozen=True, slots=True)
class Authorization:
    """One name at the CA. `status` is the CA's word (RFC 8555 section 7.1.4); `name` keeps its wildcard."""

    name: str
    url: str
    status: str
    challenges: tuple[Challenge, ...]

    def challenge(self, type_: ChallengeType) -> Challenge | None:
        """The challenge of this type, or None where the CA does not offer it for this name."""
        return next((challenge for challenge in self.challenges if challenge.type == type_), None)


@dataclass(frozen=True, slots=True)
class Order:
    """Everything that is known of an order; no key, no token of the state machine.

    `deadline` is the earlier of the order's and the pending authorizations' expiry. `revision` counts writes, and
    `wakes` those that the machine must not sleep through.
    `account_url` is our account at the CA, `issuers` are the names by which CAA records allow that CA, and `profile` is
    the CA's profile that is asked for; each empty where nothing is known or asked.
    `challenge` is None until somebody has named one. `answered_at`: from then on the CA has been told.
    `looked_at` is when a person last asked us to look, with `verify_key` as Idempotency-Key; `looks` counts the
    machine's own looks that found something missing. `delegation_zone` is set for the solver that needs it, and
    `records` are the TXT records of dns-01, once it is known where they belong.
    `renews` is the version that this order is to succeed, 0 for a first order, and `replaces` how the CA knows it (RFC
    9773 section 5), empty for none. `key_of` is the order or the upload whose key it goes on with, empty for a new key.
    `spread`: many others were placed with it. `version` is the one that it has brought, 0 for none, and `after_warning`
    whether administrators had heard bad news of the one before.
    """

    order_id: str
    scope: str
    certificate_id: str
    name: str
    names: tuple[str, ...]
    key_type: KeyType
    steps: Steps
    status: OrderStatus
    created_at: datetime
    created_by: str
    revision: int = 0
    wakes: int = 0
    challenge: ChallengeType | None = None
    url: str = ""
    thumbprint: str = ""
    deadline: datetime | None = None
    authorizations: tuple[Authorization, ...] = ()
    findings: tuple[Finding, ...] = ()
    verify_requested_at: datetime | None = None
    looked_at: datetime | None = None
    verify_key: str = ""
    looks: int = 0
    answered_at: datetime | None = None
    issuance_requested_at: datetime | None = None
    cancel_requested_at: datetime | None = None
    finalized_at: datetime | None = None
    closed_at: datetime | None = None
    failure: Failure | None = None
    solver: Solver = DEFAULT_SOLVER
    delegation_zone: str = ""
    records: tuple[DnsRecord, ...] = ()
    account_url: str = ""
    issuers: tuple[str, ...] = ()
    profile: str = ""
    renews: int = 0
    replaces: str = ""
    key_of: str = ""
    spread: bool = False
    version: int = 0
    after_warning: bool = False

    @property
    def ended(self) -> bool:
        """Whether nothing will happen any more."""
        return self.status in ENDED

    @property
    def pending_authorizations(self) -> tuple[Authorization, ...]:
        """The names that the CA has still to be convinced of."""
        return tuple(
            authorization
            for authorization in self.authorizations
            if authorization.status == AuthorizationStatus.PENDING
        )

    @property
    def writes_records(self) -> bool:
        """Whether we set the TXT records ourselves."""
        return self.solver is not Solver.ASSISTED and self.challenge is ChallengeType.DNS_01

    @property
    def awaits_person(self) -> bool:
        """Whether a person has to set a record that is another one with each order."""
        return self.solver is Solver.ASSISTED and self.challenge is ChallengeType.DNS_01

    @property
    def left_behind(self) -> tuple[DnsRecord, ...]:
        """The records that hold values of ours, or may."""
        return tuple(record for record in self.records if record.values)

    def record_name(self, name: str) -> str:
        """The TXT record that holds the value for one of the names."""
        return record_name(self.solver, name, self.delegation_zone)

    def alias(self, name: str) -> str:
        """Where the CNAME at `_acme-challenge.<name>` has to lead; empty where none is asked for."""
        return delegated_name(name, self.delegation_zone) if self.solver is Solver.DELEGATED else ""

    def past_deadline(self, now: datetime) -> bool:
        """Whether the CA has forgotten the order, or soon will."""
        return self.deadline is not None and now >= self.deadline

    def expectations(self) -> tuple[Expectation, ...]:
        """What must be seen before the CA is told; empty where no challenge is named or none is pending."""
        if self.challenge is None:
            return ()
        return tuple(
            replace(self.expectation(authorization.name, challenge), issuers=self.issuers, account_uri=self.account_url)
            for authorization in self.pending_authorizations
            if (challenge := authorization.challenge(self.challenge)) is not None
        )

    def expectation(self, name: str, challenge: Challenge) -> Expectation:
        """What a challenge of a known type asks to be seen for one of the names. Raises ValueError for other types."""
        return expectation(name, challenge, self.thumbprint, self.alias(name), account_url=self.account_url)

    def failed(self, failure: Failure) -> Order:
        """The order with its reason noted; the first reason stays, for what follows is mostly its consequence."""
        return self if self.failure else replace(self, failure=failure)


def expectation(
    name: str, challenge: Challenge, thumbprint: str, alias: str = "", *, account_url: str = ""
) -> Expectation:
    """What a challenge of a known type asks to be seen, and where. Raises ValueError for a type that we do not know.

    `alias` is for dns-01 only: http-01 has no records of ours. `account_url` is for dns-persist-01 only.
    """
    match ChallengeType(challenge.type):
        case ChallengeType.HTTP_01 as type_:
            where = acme_challenges.http_url(name, challenge.token)
            return Expectation(name, type_, where, acme_challenges.key_authorization(challenge.token, thumbprint))
        case ChallengeType.DNS_01 as type_:
            value = acme_challenges.txt_value(challenge.token, thumbprint)
            return Expectation(name, type_, acme_challenges.txt_name(name), value, alias)
        case ChallengeType.DNS_PERSIST_01 as type_:
            record = StandingRecord.for_challenge(challenge, account_url)
            return Expectation(name, type_, standing_name(name), record.text())
