"""Orders: a request for one certificate, from placing it to the certificate or a failure (RFC 8555 section 7.1.3)."""

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
    """The states of RFC 8555 section 7.1.6, and two more: EXPIRED (the deadline passed), CANCELLED (by a person)."""

    PENDING = "pending"
    READY = "ready"
    PROCESSING = "processing"
    VALID = "valid"
    INVALID = "invalid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class AuthorizationStatus(StrEnum):
    """The states of an authorization (RFC 8555 section 7.1.6)."""

    PENDING = "pending"
    VALID = "valid"
    INVALID = "invalid"
    DEACTIVATED = "deactivated"
    EXPIRED = "expired"
    REVOKED = "revoked"


ENDED = frozenset({OrderStatus.VALID, OrderStatus.INVALID, OrderStatus.EXPIRED, OrderStatus.CANCELLED})


class Steps(StrEnum):
    """AUTOMATIC: the state machine verifies and issues by itself. MANUAL: a person calls verify and issue."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


DEFAULT_STEPS = Steps.AUTOMATIC


@dataclass(frozen=True, slots=True)
class Authorization:
    """The CA's authorization for one name.

    `status` is the CA's word (RFC 8555 section 7.1.4); `name` keeps its wildcard.
    """

    name: str
    url: str
    status: str
    challenges: tuple[Challenge, ...]

    def challenge(self, type_: ChallengeType) -> Challenge | None:
        """Return the challenge of a type, or None where the CA does not offer it for this name."""
        return next((challenge for challenge in self.challenges if challenge.type == type_), None)


@dataclass(frozen=True, slots=True)
class Order:
    """Everything that is known of an order, except its private key and the state machine's task token.

    All moments are in UTC and None where nothing has happened yet. `place_order` and `renewal_order` make an order with
    its first ten fields; the state machine's tasks and the calls of people set the others, as each field says.
    """

    order_id: str
    """The UUIDv7 of the order, in canonical text."""
    scope: str
    """The scope of the certificate."""
    certificate_id: str
    """The certificate that the order is for: an existing one for a renewal, else one that is made with the order."""
    name: str
    """The certificate's name, as people call it."""
    names: tuple[str, ...]
    """The DNS names to be certified, as A-labels in lower case, 1 to 100 of them; wildcards begin with `*.`."""
    key_type: KeyType
    """The kind of private key to be made."""
    steps: Steps
    """Whether the state machine verifies and issues by itself, or waits for a person's calls."""
    status: OrderStatus
    """The state of the order.

    `open_order`, `check_authorizations`, `finalize_order`, `retrieve_certificate` and `close_order` set it as the CA's
    answers come.
    """
    created_at: datetime
    """When the order was placed."""
    created_by: str
    """Who placed it: the ARN of a caller of the API, or `certkeeper` for the sweep."""
    revision: int = 0
    """The number of writes so far, counted by the table. A write names the revision that was read."""
    wake_count: int = 0
    """How many writes were to wake the state machine.

    It does not start to wait if the count is higher than it has read.
    """
    challenge: ChallengeType | None = None
    """The type of challenge.

    None until a person has chosen one, in manual steps; set when the order is placed or verified.
    """
    url: str = ""
    """The order's URL at the CA; empty until `open_order` has placed the order there."""
    thumbprint: str = ""
    """The thumbprint of the account's key (RFC 8555 section 8.1); empty until `open_order` has set `url`."""
    deadline: datetime | None = None
    """When the order ends without a certificate; `open_order` sets it.

    It is the earliest of its expiry at the CA, that of its pending authorizations, and the stack's limit.
    """
    authorizations: tuple[Authorization, ...] = ()
    """One authorization for each name, as the CA showed them last; empty until `open_order` has read them."""
    findings: tuple[Finding, ...] = ()
    """What the last check from outside found, one for each authorization that was pending."""
    verify_requested_at: datetime | None = None
    """When a person last asked for a verification; None again after the state machine found something missing."""
    checked_at: datetime | None = None
    """When the API last checked the challenges because a person asked; `verify_challenge` sets it before the check."""
    verify_key: str = ""
    """The Idempotency-Key of the request that set `checked_at`; empty where it had none."""
    check_count: int = 0
    """How often the state machine has checked by itself and found something missing."""
    answered_at: datetime | None = None
    """When the CA was first asked to validate the challenges (RFC 8555 section 7.5.1); `answer_challenges` sets it."""
    issuance_requested_at: datetime | None = None
    """When a person asked for the certificate to be issued, in manual steps."""
    cancel_requested_at: datetime | None = None
    """When a person asked to cancel the order."""
    finalized_at: datetime | None = None
    """When the certificate signing request was sent to the CA (RFC 8555 section 7.4).

    `finalize_order` sets it before.
    """
    closed_at: datetime | None = None
    """When the order ended, with a certificate or without."""
    failure: Failure | None = None
    """Why there is no certificate: the first reason, because later ones mostly follow from it."""
    solver: Solver = DEFAULT_SOLVER
    """Who sets the TXT records of dns-01, and where."""
    delegation_zone: str = ""
    """The zone in which the CNAMEs end, for the solver DELEGATED; empty for the others."""
    records: tuple[DnsRecord, ...] = ()
    """The TXT records of dns-01, with the zone of each; `find_zones` sets them before the order is placed at the CA."""
    account_url: str = ""
    """The URL of the account at the CA, under which the order was placed; empty until then."""
    issuers: tuple[str, ...] = ()
    """The names by which CAA records allow the CA (RFC 8659 section 4.2), from its directory.

    Empty where it has none.
    """
    profile: str = ""
    """The CA's profile that is asked for; empty for the CA's own choice."""
    renews_version: int = 0
    """The number of the version that the order is to replace; 0 for a first order."""
    replaces: str = ""
    """The identifier of that version at the CA (RFC 9773 section 4.1), sent with the new order; empty for none."""
    key_source_id: str = ""
    """The id of the order or upload with the private key that is used again; empty for a new key."""
    spread_renewal: bool = False
    """Whether many other orders were placed with it. The first renewal is then moved to another time than theirs."""
    version: int = 0
    """The number of the version that the order has led to; 0 for none. `retrieve_certificate` sets it."""
    after_warning: bool = False
    """Whether administrators were warned about the version before, so that they are notified of the renewal."""

    @property
    def ended(self) -> bool:
        """Whether the order has ended, with a certificate or without."""
        return self.status in ENDED

    @property
    def pending_authorizations(self) -> tuple[Authorization, ...]:
        """The authorizations that the CA has not verified yet."""
        return tuple(
            authorization
            for authorization in self.authorizations
            if authorization.status == AuthorizationStatus.PENDING
        )

    @property
    def writes_records(self) -> bool:
        """Whether Certkeeper sets the TXT records itself."""
        return self.solver is not Solver.ASSISTED and self.challenge is ChallengeType.DNS_01

    @property
    def awaits_person(self) -> bool:
        """Whether a person has to set a TXT record for each new order."""
        return self.solver is Solver.ASSISTED and self.challenge is ChallengeType.DNS_01

    @property
    def records_to_remove(self) -> tuple[DnsRecord, ...]:
        """The records with values of this order that are, or may be, still in a zone."""
        return tuple(record for record in self.records if record.values)

    def record_name(self, name: str) -> str:
        """Return the name of the TXT record that holds the value for a name."""
        return record_name(self.solver, name, self.delegation_zone)

    def alias(self, name: str) -> str:
        """Return the target of the CNAME at `_acme-challenge.<name>`; empty where none is needed."""
        return delegated_name(name, self.delegation_zone) if self.solver is Solver.DELEGATED else ""

    def past_deadline(self, now: datetime) -> bool:
        """Return whether the deadline has passed at `now`."""
        return self.deadline is not None and now >= self.deadline

    def expectations(self) -> tuple[Expectation, ...]:
        """Return what a check expects, for each pending authorization; empty while no challenge is chosen."""
        if self.challenge is None:
            return ()
        return tuple(
            replace(self.expectation(authorization.name, challenge), issuers=self.issuers, account_uri=self.account_url)
            for authorization in self.pending_authorizations
            if (challenge := authorization.challenge(self.challenge)) is not None
        )

    def expectation(self, name: str, challenge: Challenge) -> Expectation:
        """Return what a check expects for a name and its challenge. Raises ValueError for an unknown type."""
        return expectation(name, challenge, self.thumbprint, self.alias(name), account_url=self.account_url)

    def failed(self, failure: Failure) -> Order:
        """Return the order with its failure; the first one stays, because later ones mostly follow from it."""
        return self if self.failure else replace(self, failure=failure)


def expectation(
    name: str, challenge: Challenge, thumbprint: str, alias: str = "", *, account_url: str = ""
) -> Expectation:
    """Return what a check expects for a name and its challenge, and where. Raises ValueError for an unknown type.

    `thumbprint` is that of the account's key. `alias` is for dns-01 only, `account_url` for dns-persist-01 only.
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
