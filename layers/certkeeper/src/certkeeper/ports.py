"""What the use cases need from the world: each promises what it does atomically and says what it raises.

Every method may raise `TransientError` where the service behind it is throttled or out of reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from certkeeper.domain.certificates import Bundle, Certificate, CertificateStatus, CertificateVersion
    from certkeeper.domain.challenges import Challenge
    from certkeeper.domain.dns_zones import HostedZone, PublicZone
    from certkeeper.domain.events import Event
    from certkeeper.domain.export_choices import ExportRecord
    from certkeeper.domain.findings import Expectation, Finding
    from certkeeper.domain.notices.notice import Notice
    from certkeeper.domain.orders import Order
    from certkeeper.domain.renewal_info import RenewalInfo
    from certkeeper.domain.revocations import RevocationReason
    from certkeeper.domain.scopes import Scope

T = TypeVar("T")

NewId = Callable[[], str]
"""Gives a fresh UUIDv7 in canonical text: it sorts by time and serves as a Secrets Manager ClientRequestToken."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list. `next_cursor` asks for the following one; None on the last."""

    items: tuple[T, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a request with this Idempotency-Key was done: the SHA-256 of the request, and the order it led to."""

    scope: str
    key: str
    fingerprint: str
    order_id: str


class Scopes(Protocol):
    """The scopes that administrators have put. The built-in `all` is always there."""

    def get(self, name: str) -> Scope:
        """Raises NotFoundError('scope')."""

    def put(self, scope: Scope) -> bool:
        """Stores or replaces; True where it is new. `created_at` of an existing one is kept."""

    def list(self) -> tuple[Scope, ...]:
        """All of them by name, the built-in one first."""


class Orders(Protocol):
    """Orders, read consistently and written under a condition."""

    def place(self, order: Order, certificate: Certificate | None, receipt: Receipt | None) -> None:
        """Stores the order, its pending certificate, the reservation of its name and the receipt: all or nothing.

        The certificate is due when the order must have been started.

        Raises ConflictError('name_taken') where the name is taken in the scope, and ReceiptExistsError where the
        receipt is there already. `certificate` is None where the order is for one that exists.
        """

    def receipt(self, scope: str, key: str) -> Receipt | None:
        """The receipt of this Idempotency-Key, or None. Receipts are kept for 24 hours at least."""

    def get(self, scope: str, order_id: str) -> Order:
        """A consistent read. Raises NotFoundError('order')."""

    def list(self, scope: str, *, limit: int, cursor: str | None) -> Page[Order]:
        """Newest first. `findings` and `authorizations` may be left out."""

    def save(self, order: Order) -> Order:
        """Writes the order where its revision is still the stored one, and gives it back with the next revision.

        With an order that has ended, the token goes. Raises OrderChangedError.
        """

    def save_and_wake(self, order: Order) -> tuple[Order, str | None]:
        """The same, with `wakes` counted up: a machine that has not read this does not fall asleep.

        Gives the token of the machine's last wait, which may be over, or None where it has not waited yet.
        """

    def commit(self, order: Order, version: CertificateVersion) -> Order:
        """In one transaction: stores the version, makes it the certificate's current one, and saves the order.

        The certificate is renewed as this order was made, and due at once.

        Where the same order has stored its version before, nothing changes and the stored order is given back.
        Raises OrderChangedError.
        """

    def close(self, order: Order) -> Order:
        """Saves an order that ended without a certificate. Raises OrderChangedError.

        A certificate that has never had a version goes in the same transaction, with its name's reservation; any other
        is due at once.
        """


@dataclass(frozen=True, slots=True)
class UnreadableRow:
    """A row that is due and cannot be read as a certificate; the id is where it stands."""

    certificate_id: str


class Renewals(Protocol):
    """Certificates by when they must be looked at, and the writes of whoever looks. `shards` are counted from 0."""

    shards: int

    def due(self, shard: int, now: datetime) -> Iterator[Certificate | UnreadableRow]:
        """What is due in a shard, what has waited longest first, read page by page as it is asked for.

        It may be a moment old: `save` and `begin` tell. What is dealt with while the iterator runs disturbs it not.
        """

    def save(self, certificate: Certificate, due_at: datetime | None) -> Certificate:
        """Writes `renewal`, `outbox` and the next look, where the revision is still the stored one.

        Gives the certificate with its next revision. Raises CertificateChangedError.
        """

    def begin(
        self, certificate: Certificate, order: Order, due_at: datetime | None, receipt: Receipt | None = None
    ) -> Certificate:
        """The same, and in the same transaction stores the order of a renewal, and the receipt.

        Raises CertificateChangedError, and ReceiptExistsError where the receipt is there already.
        """


class Rations(Protocol):
    """What the CA allows our account, counted. Who is refused is told when to ask again."""

    def note(self, now: datetime) -> int:
        """Counts an order of a person, which is never refused; gives how many of these the quarter of an hour has."""

    def take_order(self, now: datetime, *, urgent: bool = True) -> datetime | None:
        """Counts the order of a renewal, None; or refuses it, for three hours would have more than the CA allows.

        A part is kept for what is urgent: whoever has days to go makes way.
        """

    def take_validations(self, names: Sequence[str], now: datetime) -> datetime | None:
        """Counts a validation of each name, None; or refuses, for a name has had its share of the hour."""


class RenewalInfos(Protocol):
    """When the CA wants certificates to be renewed (RFC 9773)."""

    def ask(self, ari_id: str) -> RenewalInfo:
        """The answer for a certificate; one without a window where the CA has none, or has no such thing at all."""


class ReceiptExistsError(Exception):
    """Another request with the same Idempotency-Key was faster."""


@dataclass(frozen=True, slots=True)
class CertificateFilter:
    """What to list: a status, and a text that must stand in the name or in one of the DNS names, in lower case.

    Without a status, all that are not deleted.
    """

    status: CertificateStatus | None = None
    text: str = ""


class Certificates(Protocol):
    """Certificates as they are listed and shown. `Orders`, `Uploads`, `CertificateChanges` and `Removals` write."""

    def get(self, scope: str, certificate_id: str) -> Certificate:
        """A consistent read. Raises NotFoundError('certificate')."""

    def version(self, certificate_id: str, version: int) -> CertificateVersion:
        """Raises NotFoundError('certificate version')."""

    def versions(self, certificate_id: str) -> Sequence[CertificateVersion]:
        """The newest 100 versions, newest first; none where there is no such certificate."""

    def list(
        self, scope: str, wanted: CertificateFilter, *, now: datetime, limit: int, cursor: str | None
    ) -> Page[Certificate]:
        """Newest first, `limit` of them unless the list ends. Reads what was just written.

        A search for something rare in a very long list may stop early: then there are fewer, and the cursor goes on.
        """


class CertificateChanges(Protocol):
    """What people change of a certificate that stays."""

    def update(self, before: Certificate, after: Certificate) -> Certificate:
        """Stores name and settings where the revision is still that of `before`; the name's reservation moves along.

        All or nothing, and it is due at once; gives the certificate with its next revision. Raises
        ConflictError('name_taken'), and
        CertificateChangedError where another write was faster.
        """

    def revoke(
        self, certificate: Certificate, version: int, reason: RevocationReason, event: Event, at: datetime
    ) -> Certificate:
        """Marks a version as revoked, the certificate where that is the current one, and keeps the event to be told.

        All or nothing, where the revision is still that of `certificate`: the event goes into the certificate's outbox,
        which is due at once. Gives the certificate as it is then. A version that is marked already keeps its moment and
        its reason, and nothing is stored. Raises NotFoundError('certificate version'), and CertificateChangedError
        where another write was faster.
        """

    def told(self, certificate: Certificate, event: Event) -> Certificate:
        """Takes an event that was published out of the outbox, where the revision is still that of `certificate`.

        Gives the certificate as it is then; it stays due. Where another write was faster nothing is stored: the sweep
        publishes the event again, under the same id. Raises NotFoundError('certificate').
        """


@dataclass(frozen=True, slots=True)
class UploadReceipt:
    """That an upload with this Idempotency-Key was done: the SHA-256 of what was asked, and the certificate."""

    scope: str
    key: str
    fingerprint: str
    certificate_id: str


@dataclass(frozen=True, slots=True)
class Intent:
    """An upload that is about to happen, with all that finishing it needs but the key: public parts only.

    `version.order_id` is the upload's id. A version 1 makes the certificate, any other is added to it, where its stored
    revision is still `certificate.revision`. `gone` is the id of a certificate that is gone for good and held this very
    one's digest, or empty.
    """

    certificate: Certificate
    version: CertificateVersion
    begun_at: datetime
    receipt: UploadReceipt | None = None
    gone: str = ""

    @property
    def upload_id(self) -> str:
        """The upload's id, which is its secret version's and its event's too."""
        return self.version.order_id


class Uploads(Protocol):
    """Uploads, noted before they touch a secret, so that what a crash leaves can be found and finished."""

    def receipt(self, scope: str, key: str) -> UploadReceipt | None:
        """The receipt of this Idempotency-Key, or None. Receipts are kept for 24 hours at least."""

    def holder(self, scope: str, sha256: str) -> str | None:
        """The id of the scope's certificate that has a version with this digest, or None."""

    def begin(self, intent: Intent) -> None:
        """Notes it, durably."""

    def finish(self, intent: Intent) -> Certificate:
        """Stores version, certificate, name, digest and receipt: all or nothing. The note stays. Twice is once.

        The certificate is due at once, and no longer renewed by orders of ours.

        Raises ReceiptExistsError, DuplicateCertificateError, ConflictError('name_taken'), and CertificateChangedError
        where the note is gone or another write was faster.
        """

    def forget(self, intent: Intent) -> None:
        """Removes the note. No error where there is none."""

    def overdue(self, now: datetime) -> Sequence[Intent]:
        """The notes of uploads that should long have ended: their process has died. Oldest first, a bounded number."""


class RemovalKind(StrEnum):
    """What is about to happen to a certificate."""

    DELETION = "deletion"
    RESTORATION = "restoration"


@dataclass(frozen=True, slots=True)
class Removal:
    """A deletion or a restoration. `certificate` is as it was read; `recoverable_until` is a deletion's own."""

    kind: RemovalKind
    removal_id: str
    certificate: Certificate
    begun_at: datetime
    caller: str
    recoverable_until: datetime | None = None


class Removals(Protocol):
    """Deletions and restorations, noted until the secret is as the row says."""

    def delete(self, removal: Removal) -> Certificate:
        """Marks the certificate as deleted, lets its name go and keeps the note: all or nothing.

        Gives the certificate as it is then. Raises CertificateChangedError where another write was faster.
        """

    def begin(self, removal: Removal) -> None:
        """Notes a restoration, durably."""

    def restore(self, removal: Removal) -> Certificate:
        """Takes the mark away and the name back; the note stays. All or nothing.

        Gives the certificate as it is then. Raises ConflictError('name_taken'), and CertificateChangedError where
        another write was faster or the note is gone.
        """

    def forget(self, removal: Removal, seen: Certificate) -> bool:
        """Removes the note where the certificate's last removal is still the one of `seen`, and says whether."""

    def overdue(self, now: datetime) -> Sequence[Removal]:
        """The notes whose process has died, or was overtaken by another. Oldest first, a bounded number."""


@dataclass(frozen=True, slots=True)
class Account:
    """Our account at one ACME directory."""

    directory_url: str
    url: str
    thumbprint: str


class Accounts(Protocol):
    """What is known of our ACME accounts, without their keys."""

    def get(self, directory_url: str) -> Account | None:
        """The account at this directory, or None before the first registration."""

    def put(self, account: Account) -> None:
        """Stores or replaces it."""


class Vault(Protocol):
    """Private keys and what consumers read. Everything here is durable when the call returns."""

    def account_key(self, directory_url: str, make: Callable[[], str]) -> str:
        """The account key (PEM, PKCS#8) of a directory, made at the first call. The stored one wins a race."""

    def ensure_order_key(self, certificate_id: str, order_id: str, make: Callable[[], str]) -> str:
        """The key (PEM, PKCS#8) of an order, stored as AWSPENDING and read back. However often: one key."""

    def order_key(self, certificate_id: str, order_id: str) -> str:
        """The key that `ensure_order_key` stored, also after `publish`. Raises NotFoundError('key')."""

    def publish(self, certificate_id: str, order_id: str, bundle: Bundle) -> None:
        """Makes the bundle the secret's AWSCURRENT value; AWSPREVIOUS keeps the last. Twice for one order is once."""

    def discard(self, certificate_id: str, order_id: str) -> None:
        """Forgets the key of an order that ended without a certificate, and what it published without committing.

        Where no other order has brought a value the whole secret goes, with a recovery window; else the version, or
        nothing where it is current. No error where there is nothing.
        """

    def bundle(self, certificate_id: str) -> Bundle:
        """The current bundle. Raises NotFoundError('certificate')."""

    def bundle_of(self, certificate_id: str, order_id: str) -> Bundle:
        """The bundle that an order or an upload brought, as long as it is kept. Raises NotFoundError('key')."""


class ExportRecords(Protocol):
    """Who took what."""

    def keep(self, record: ExportRecord) -> None:
        """Durable when the call returns: the bytes leave after it."""


class UploadVault(Protocol):
    """The same secrets, for uploads: nothing here reads a key. Everything is durable when the call returns."""

    def store(self, certificate_id: str, upload_id: str, bundle: Bundle) -> None:
        """Makes an uploaded bundle the current value of the certificate's secret, made where there is none.

        AWSPREVIOUS keeps the last value; an order's AWSPENDING stays. Twice for one upload is once. Raises
        CertificateChangedError where the secret is on its way out.
        """

    def holds(self, certificate_id: str, upload_id: str) -> bool:
        """Whether `store` has stored this upload's bundle."""

    def withdraw(self, certificate_id: str, upload_id: str) -> None:
        """Undoes `store`: the value before is current again; a secret without another goes, recoverable for a time."""


class RemovalVault(Protocol):
    """The same secrets, on their way out and back. Nothing here reads a key. Durable when the call returns."""

    def going(self, certificate_id: str) -> bool:
        """Whether the secret is on its way out. Raises NotFoundError('key') where it is gone."""

    def remove(self, certificate_id: str, days: int) -> None:
        """Takes the secret away, recoverable for so many days (7 to 30). No error where it is going, or gone."""

    def recover(self, certificate_id: str, order_id: str) -> None:
        """Calls the deletion off, and makes the value of this order or upload the current one. Twice is once.

        Raises NotFoundError('key') where the secret is gone.
        """


@dataclass(frozen=True, slots=True)
class AuthorizationAtCa:
    """RFC 8555 section 7.1.4. `problem_type` and `problem_detail` are those of the challenge that failed, or empty."""

    url: str
    name: str
    status: str
    expires: datetime | None
    challenges: tuple[Challenge, ...]
    answered: bool
    """Whether some challenge is processing already: answering again would be refused (400)."""
    problem_type: str = ""
    problem_detail: str = ""


@dataclass(frozen=True, slots=True)
class OrderAtCa:
    """RFC 8555 section 7.1.3. The error is the order's own problem, or empty."""

    url: str
    status: str
    expires: datetime | None
    authorization_urls: tuple[str, ...]
    finalize_url: str
    certificate_url: str
    problem_type: str = ""
    problem_detail: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a directory says of itself (RFC 8555 section 7.1.1, draft-ietf-acme-profiles section 3).

    `issuers` are its caaIdentities in lower case: the names by which CAA records allow it. `renewal_info`: whether it
    says when to renew, and takes the certificate that an order replaces (RFC 9773).
    """

    profiles: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    external_account_required: bool = False
    renewal_info: bool = False


@dataclass(frozen=True, slots=True)
class ExternalAccount:
    """RFC 8555 section 7.3.4: what an account elsewhere has given us to bind our ACME account to it."""

    kid: str
    hmac_key: bytes = field(repr=False)


class CaSession(Protocol):
    """One account's talk with the CA. Reads are POST-as-GET; nothing sleeps.

    Every method may raise AcmeProblemError (final) or TransientError (try again).
    """

    def new_order(self, names: Sequence[str], profile: str = "", replaces: str = "") -> OrderAtCa:
        """RFC 8555 section 7.4; no profile leaves the choice to the CA. `replaces` is RFC 9773 section 5, or empty.

        Raises AccountUnknownError where the CA has forgotten the account.
        """

    def order(self, url: str) -> OrderAtCa:
        """The order as the CA sees it now."""

    def authorization(self, url: str) -> AuthorizationAtCa:
        """The authorization as the CA sees it now."""

    def answer(self, challenge_url: str) -> None:
        """RFC 8555 section 7.5.1: tells the CA to look."""

    def finalize(self, order: OrderAtCa, csr_der: bytes) -> OrderAtCa:
        """RFC 8555 section 7.4: the CSR. Only for an order that is `ready`."""

    def certificate(self, url: str) -> str:
        """RFC 8555 section 7.4.2: the PEM chain, leaf first."""

    def revoke(self, certificate_pem: str, reason: RevocationReason) -> None:
        """RFC 8555 section 7.6, signed by the account that ordered it. No error for what is revoked already."""


class CertificateAuthority(Protocol):
    """An ACME directory."""

    directory_url: str

    def offer(self) -> Offer:
        """What the directory says of itself."""

    def register(self, key_pem: str) -> Account:
        """RFC 8555 section 7.3: makes the account of this key, or finds it. Raises AccountBindingError."""

    def session(self, account_url: str, key_pem: str) -> CaSession:
        """Talks as an account; asks the CA nothing yet."""


class Keys(Protocol):
    """Private keys and what is made of them (PEM is PKCS#8)."""

    def new_account_key(self) -> str:
        """P-256, PEM."""

    def new_key(self, order: Order) -> str:
        """Of the order's key type, PEM."""

    def csr(self, key_pem: str, names: Sequence[str]) -> bytes:
        """A CSR for these names, signed by the key, DER."""


class Responder(Protocol):
    """What our own function answers at `/.well-known/acme-challenge/{token}`."""

    def present(self, tokens: Sequence[str], thumbprint: str, until: datetime) -> None:
        """Answers for these tokens from now on, until `until` at least. Twice is once."""

    def remove(self, tokens: Sequence[str]) -> None:
        """Answers no more. No error where there is nothing."""

    def thumbprint(self, token: str) -> str:
        """The account thumbprint of a presented token. Raises NotFoundError('challenge')."""


class Lookout(Protocol):
    """Looks for challenges from outside, as the CA would."""

    def look(self, expectations: Sequence[Expectation]) -> tuple[Finding, ...]:
        """One finding for each, side by side. Never raises for what a stranger's server or DNS does."""


class TxtRecords(Protocol):
    """The zones that we may write, and in them `_acme-challenge` TXT records only.

    Every method may raise RecordsRefusedError: the zone is not ours, or our role may not.
    """

    def zones(self) -> tuple[HostedZone, ...]:
        """The public ones, in no particular order."""

    def name_servers(self, zone_id: str) -> tuple[str, ...]:
        """The host names of the servers that answer for the zone, in lower case, without a final dot."""

    def add(self, zone_id: str, values: Mapping[str, Sequence[str]]) -> str:
        """Puts the values (by record name) beside those that are there, all records in one change; gives its id.

        Twice is once. Whoever writes at the same time loses nothing: a change that another one has overtaken is made
        again from what is there then.
        """

    def remove(self, zone_id: str, values: Mapping[str, Sequence[str]]) -> None:
        """Takes the values away, and no other ones. No error where they, or the zone, are gone."""

    def in_sync(self, change_id: str) -> bool:
        """Whether all name servers of the zone have the change. One look, no waiting."""


class PublicDns(Protocol):
    """DNS as everybody sees it."""

    def zones_of(self, names: Sequence[str]) -> tuple[PublicZone, ...]:
        """The zone that holds each name, side by side. Never raises for what a stranger's DNS does."""


class Machine(Protocol):
    """The state machine that runs orders."""

    def start(self, order: Order) -> None:
        """Starts the run of an order; twice is once."""

    def wake(self, token: str) -> None:
        """Ends the wait that this token stands for. No error where it is over already."""


class EventBus(Protocol):
    """Where changes are told."""

    def publish(self, event: Event) -> None:
        """At least once."""


class History(Protocol):
    """What has happened to certificates."""

    def keep(self, event: Event) -> None:
        """Durable when the call returns. Twice for one event is once."""

    def of(self, certificate_id: str) -> Sequence[Event]:
        """The newest 50, newest first. What was kept a moment ago may be missing."""


class Notices(Protocol):
    """The way to the administrators."""

    def send(self, notice: Notice) -> None:
        """Takes it on: it goes out, however long whoever carries it is in trouble. Twice for one id is once."""


@dataclass(frozen=True, slots=True)
class UnfinishedEvent:
    """An event that somebody could not deal with; None where it cannot be read. `receipt` is for `forget`."""

    receipt: str
    event: Event | None


class UnfinishedEvents(Protocol):
    """Events whose consumers have failed however often they were tried."""

    def take(self) -> Sequence[UnfinishedEvent]:
        """Some of them, hidden from others for a while; none when there are no more. Not forgotten, they come back."""

    def forget(self, event: UnfinishedEvent) -> None:
        """It is done."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """An e-mail address that notices go to, in lower case.

    `handle` is empty until its owner has confirmed: until then nothing of it can be changed.
    """

    address: str
    handle: str


class Subscriptions(Protocol):
    """Who gets notices by e-mail."""

    def list(self) -> Sequence[Subscription]:
        """All of them, also those that are not confirmed yet and those that others have made."""

    def scopes_of(self, subscription: Subscription) -> frozenset[str] | None:
        """The scopes that a confirmed one hears of; None where it was not made here, and is not ours to change."""

    def subscribe(self, address: str, scopes: Collection[str]) -> None:
        """Asks the address to confirm that it wants the notices of these scopes.

        Raises ConflictError: 'address_refused', and 'subscriptions_exhausted' where the topic can have no more.
        """

    def change(self, subscription: Subscription, scopes: Collection[str]) -> None:
        """From now on a confirmed one hears of these scopes. Raises ConflictError('subscriptions_exhausted')."""

    def unsubscribe(self, subscription: Subscription) -> None:
        """A confirmed one hears of nothing any more."""


class NameRules(Protocol):
    """What libraries know of domain names."""

    def to_a_labels(self, text: str) -> str:
        """IDNA 2008 (UTS 46 mapping), lower case, without a final dot; a leading `*.` is kept. Raises ValueError."""

    def is_public_suffix(self, name: str) -> bool:
        """Whether the public suffix list has exactly this name."""
