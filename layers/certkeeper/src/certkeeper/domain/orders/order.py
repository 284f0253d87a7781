"""An order: one run of order, verify and issue for one certificate (RFC 8555 section 7.1.3, and our words)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from certkeeper.domain.dns.findings import Expectation
from certkeeper.domain.dns.persistent_records import PersistentRecord, persistent_record_name
from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver, delegated_name, record_name
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
    """Everything that is known of an order, but for its private key and the tokens of the state machine.

    All moments are aware and in UTC; a moment is None where what it tells of has not happened.
    """

    order_id: str
    """UUIDv7 in canonical text."""
    scope: str
    """The scope of the certificate."""
    certificate_id: str
    """The certificate that the order is for: an existing one for a renewal, else one that is made with the order."""
    name: str
    """What people call the certificate."""
    names: tuple[str, ...]
    """The DNS names to be certified, in A-labels and lower case, 1 to 100; wildcards begin with `*.`."""
    key_type: KeyType
    """The kind of private key to be made."""
    steps: Steps
    """Whether the machine verifies and issues by itself, or waits for a person's calls."""
    status: OrderStatus
    """The state of the order, as far as it is known here."""
    created_at: datetime
    """When the order was placed."""
    created_by: str
    """Who placed it: the ARN of a caller of the API, or the sweep."""
    revision: int = 0
    """The number of writes so far: who writes names the revision that was read."""
    wake_count: int = 0
    """The number of writes so far that woke the state machine, each a call that it may have waited for."""
    challenge: ChallengeType | None = None
    """The type of challenge; None until a person has named one."""
    url: str = ""
    """The order's URL at the CA; empty until the CA has made it."""
    thumbprint: str = ""
    """The thumbprint of the account's key (RFC 8555 section 8.1); empty until the CA has made the order."""
    deadline: datetime | None = None
    """When the CA forgets the order: the earlier of its expiry and that of its pending authorizations."""
    authorizations: tuple[Authorization, ...] = ()
    """One for each name, as the CA showed them last."""
    findings: tuple[Finding, ...] = ()
    """What the last look from here found of the challenges, one for each pending authorization."""
    verify_requested_at: datetime | None = None
    """When a person last asked to have the challenges verified."""
    checked_at: datetime | None = None
    """When a person's request last made the API look for the challenges itself."""
    verify_key: str = ""
    """The Idempotency-Key of the request that `checked_at` is of; empty where it had none."""
    check_count: int = 0
    """How often the machine has looked by itself and found something missing."""
    answered_at: datetime | None = None
    """When the CA was first told that the challenges are in place (RFC 8555 section 7.5.1)."""
    issuance_requested_at: datetime | None = None
    """When a person asked to have the certificate issued; set in manual steps only."""
    cancel_requested_at: datetime | None = None
    """When a person asked to have the order cancelled."""
    finalized_at: datetime | None = None
    """When the CA was sent the certificate signing request (RFC 8555 section 7.4)."""
    closed_at: datetime | None = None
    """When the order ended, with a certificate or without."""
    failure: Failure | None = None
    """Why there is no certificate: the first reason, since others mostly follow from it."""
    solver: Solver = DEFAULT_SOLVER
    """Who sets the TXT records of dns-01, and where."""
    delegation_zone: str = ""
    """The zone that CNAMEs lead to, for the solver DELEGATED; empty for the others."""
    records: tuple[DnsRecord, ...] = ()
    """The TXT records of dns-01, once it is known which zones they belong to."""
    account_url: str = ""
    """The URL of the account at the CA; empty where it is not known."""
    issuers: tuple[str, ...] = ()
    """The names by which CAA records allow the CA (RFC 8659 section 4.2); empty where they are not known."""
    profile: str = ""
    """The CA's profile that is asked for; empty for the CA's own choice."""
    renews_version: int = 0
    """The version of the certificate that the order is to succeed; 0 for a first order."""
    replaces: str = ""
    """The identifier of that version at the CA (RFC 9773 section 4.1), sent with the new order; empty for none."""
    key_source_id: str = ""
    """The order or upload whose private key is used again; empty for a new key."""
    spread_renewal: bool = False
    """Whether many other orders were placed with it, so that the first renewal of its certificate avoids theirs."""
    version: int = 0
    """The version that the order has brought; 0 for none."""
    after_warning: bool = False
    """Whether administrators had been warned of the version before, so that its success is published to them."""

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
    def records_to_remove(self) -> tuple[DnsRecord, ...]:
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
            record = PersistentRecord.for_challenge(challenge, account_url)
            return Expectation(name, type_, persistent_record_name(name), record.text())
