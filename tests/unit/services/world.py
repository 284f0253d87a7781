"""All ports in memory, and each use case wired to them: a test says only what it is about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from certkeeper.adapters.domain_names import LibraryNameRules
from certkeeper.domain.certificates.certificate import Certificate
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.dns.ca_rules import ca_name_rules
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.notices.days import DEFAULT_NOTICE_DAYS
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.order import Order, Steps
from certkeeper.domain.scopes import Scope, ScopeKind
from certkeeper.services.issuance.acme_account import AcmeAccount
from certkeeper.services.issuance.answer_challenges import answer_challenges
from certkeeper.services.issuance.check_authorizations import check_authorizations
from certkeeper.services.issuance.check_challenges import check_challenges
from certkeeper.services.issuance.clean_up_challenges import clean_up_challenges
from certkeeper.services.issuance.close_order import close_order
from certkeeper.services.issuance.finalize_order import finalize_order
from certkeeper.services.issuance.find_zones import find_zones
from certkeeper.services.issuance.open_order import open_order
from certkeeper.services.issuance.present_challenges import present_challenges
from certkeeper.services.issuance.progress import Progress
from certkeeper.services.issuance.retrieve_certificate import retrieve_certificate
from certkeeper.services.notices.policies import NoticePolicies
from certkeeper.services.orders.cancel_order import cancel_order
from certkeeper.services.orders.issue_certificate import issue_certificate
from certkeeper.services.orders.place_order import OrderRequest, place_order
from certkeeper.services.orders.verify_challenge import Verification, verify_challenge
from certkeeper.services.sweep.certificate_sweep import CertificateSweeper
from certkeeper.services.sweep.circuit_breaker import CircuitBreaker
from certkeeper.services.sweep.sweep import SweepCounts, sweep
from tests.fakes.ca.certificate_authority import FakeCertificateAuthority
from tests.fakes.ca.renewal_infos import FakeRenewalInfos
from tests.fakes.clock import FakeClock
from tests.fakes.dns.lookout import FakeLookout
from tests.fakes.dns.public_dns import FakePublicDns
from tests.fakes.dns.txt_records import FakeTxtRecords
from tests.fakes.event_bus import FakeEventBus
from tests.fakes.failed_items import FailedItems
from tests.fakes.ids import CountingIds
from tests.fakes.machine import FakeMachine
from tests.fakes.rows.accounts import FakeAccounts
from tests.fakes.rows.certificates import FakeCertificates
from tests.fakes.rows.orders import FakeOrders
from tests.fakes.rows.rate_limits import FakeRateLimits
from tests.fakes.rows.renewals import FakeRenewals
from tests.fakes.rows.responder import FakeResponder
from tests.fakes.rows.scopes import FakeScopes
from tests.fakes.rows.table import FakeTable
from tests.fakes.rows.uploads import FakeUploads
from tests.fakes.vault import FakeVault
from tests.unit.x509.upload.uploading import NO_ROOTS

if TYPE_CHECKING:
    from certkeeper.ports.certificate_authority import CertificateAuthority
    from certkeeper.services.batches import OnFailure, SecondsLeft

NAME = "shop.example.test"
SCOPE = "shop"
DELEGATION_ZONE = "acme.example.net"
INTERVAL = timedelta(seconds=300)
LIFETIME = timedelta(days=7)


class World:
    """One customer, one CA. The site of NAME redirects to Certkeeper; other names do not answer."""

    def __init__(self, *, polls: int = 0, directory_url: str = "https://ca.example.test/directory") -> None:
        self.directory_url = directory_url
        self.clock = FakeClock()
        self.table = FakeTable()
        self.scopes = FakeScopes(Scope(SCOPE, ScopeKind.ZONE, "example.test"))
        self.orders = FakeOrders(self.table)
        self.certificates = FakeCertificates(self.table)
        self.accounts = FakeAccounts()
        self.vault = FakeVault()
        self.ca = FakeCertificateAuthority(self.clock, polls=polls)
        self.responder = FakeResponder()
        self.lookout = FakeLookout(self.clock, self.responder, NAME)
        self.txt_records = FakeTxtRecords()
        self.public_dns = FakePublicDns()
        self.machine = FakeMachine()
        self.events = FakeEventBus()
        self.rate_limits = FakeRateLimits()
        self.renewals = FakeRenewals(self.table)
        self.renewal_infos = FakeRenewalInfos()
        self.uploads = FakeUploads(self.table)
        self.failed_items = FailedItems()
        self.new_id = CountingIds()

    # -- what a person calls

    def request(
        self,
        *names: str,
        steps: Steps = Steps.AUTOMATIC,
        challenge: ChallengeType | None = ChallengeType.HTTP_01,
        solver: Solver | None = None,
        certificate_name: str | None = None,
        key: str | None = None,
        scope: str = SCOPE,
    ) -> OrderRequest:
        """A request as the API makes it."""
        wanted = names or (NAME,)
        return OrderRequest(scope, wanted, certificate_name, challenge, solver, KeyType.P_256, steps, "arn:ada", key)

    def place(self, request: OrderRequest | None = None) -> tuple[Order, bool]:
        """Places an order."""
        return place_order(
            request or self.request(),
            scopes=self.scopes,
            orders=self.orders,
            machine=self.machine,
            rules=LibraryNameRules(),
            ca_rules=ca_name_rules(self.directory_url),
            rate_limits=self.rate_limits,
            new_id=self.new_id,
            delegation_zone=DELEGATION_ZONE,
            now=self.clock(),
        )

    def verify(self, order: Order, challenge: ChallengeType | None = None, key: str | None = None) -> Verification:
        """Presses Verify."""
        return verify_challenge(
            order.scope,
            order.order_id,
            challenge=challenge,
            idempotency_key=key,
            orders=self.orders,
            lookout=self.lookout,
            machine=self.machine,
            interval=INTERVAL,
            now=self.clock(),
        )

    def issue(self, order: Order) -> Order:
        """Presses Issue."""
        return issue_certificate(
            order.scope, order.order_id, orders=self.orders, machine=self.machine, now=self.clock()
        )

    def cancel(self, order: Order) -> Order:
        """Presses Cancel."""
        return cancel_order(order.scope, order.order_id, orders=self.orders, machine=self.machine, now=self.clock())

    def stored(self, order: Order) -> Order:
        """The order as it stands."""
        return self.orders.get(order.scope, order.order_id)

    # -- what the machine calls

    def account(self, ca: CertificateAuthority | None = None) -> AcmeAccount:
        """The stack's account, at another CA than the world's where one is given."""
        return AcmeAccount(self.orders, self.accounts, self.vault, ca or self.ca)

    def open(self, order: Order, ca: CertificateAuthority | None = None) -> None:
        """OpenOrder, at another CA than the world's where one is given."""
        find_zones(
            order.scope,
            order.order_id,
            orders=self.orders,
            txt_records=self.txt_records,
            public_dns=self.public_dns,
            now=self.clock(),
        )
        open_order(
            order.scope,
            order.order_id,
            account=self.account(ca),
            lifetime=LIFETIME,
            now=self.clock(),
        )

    def present(self, order: Order) -> None:
        """PresentChallenges."""
        present_challenges(
            order.scope,
            order.order_id,
            orders=self.orders,
            responder=self.responder,
            txt_records=self.txt_records,
            now=self.clock(),
        )

    def check(self, order: Order, run: int = 1) -> Progress:
        """CheckChallenges."""
        return check_challenges(
            order.scope,
            order.order_id,
            run=run,
            orders=self.orders,
            lookout=self.lookout,
            event_bus=self.events,
            interval=INTERVAL,
            now=self.clock(),
        )

    def answer(self, order: Order) -> None:
        """AnswerChallenges."""
        answer_challenges(
            order.scope,
            order.order_id,
            account=self.account(),
            now=self.clock(),
        )

    def authorizations(self, order: Order) -> Progress:
        """CheckAuthorizations."""
        return check_authorizations(
            order.scope,
            order.order_id,
            account=self.account(),
            now=self.clock(),
        )

    def clean_up(self, order: Order) -> None:
        """CleanUpChallenges, CleanUpAfterFailure."""
        clean_up_challenges(
            order.scope,
            order.order_id,
            orders=self.orders,
            responder=self.responder,
            txt_records=self.txt_records,
            on_failure=self.failed_items,
        )

    def finalize(self, order: Order) -> None:
        """FinalizeOrder."""
        finalize_order(
            order.scope,
            order.order_id,
            account=self.account(),
            now=self.clock(),
        )

    def retrieve(self, order: Order) -> None:
        """RetrieveCertificate."""
        retrieve_certificate(
            order.scope,
            order.order_id,
            account=self.account(),
            certificates=self.certificates,
            event_bus=self.events,
            roots=NO_ROOTS,
            now=self.clock(),
        )

    def close(self, order: Order, error: str) -> None:
        """CloseOrder."""
        close_order(
            order.scope,
            order.order_id,
            error=error,
            orders=self.orders,
            certificates=self.certificates,
            vault=self.vault,
            event_bus=self.events,
            now=self.clock(),
        )

    # -- what the schedule calls

    def sweep(self, now: datetime | None = None, *, seconds_left: SecondsLeft = lambda: 900.0) -> SweepCounts:
        """One sweep, shard by shard."""
        return sweep(self.sweeper(), seconds_left=seconds_left, workers=1, now=now or self.clock())

    def sweeper(self, on_failure: OnFailure | None = None) -> CertificateSweeper:
        """What sweeps; failures are noted in `failed_items` unless another place is given."""
        return CertificateSweeper(
            renewals=self.renewals,
            orders=self.orders,
            rate_limits=self.rate_limits,
            machine=self.machine,
            event_bus=self.events,
            notice_policies=NoticePolicies(self.scopes, DEFAULT_NOTICE_DAYS),
            circuit_breaker=CircuitBreaker(self.renewal_infos),
            new_id=self.new_id,
            random_moment=lambda start, end: start + (end - start) / 2,
            on_failure=on_failure or self.failed_items,
        )

    # -- common beginnings

    def opened(self, request: OrderRequest | None = None) -> Order:
        """An order that waits for its challenges, which Certkeeper's responder presents."""
        order, _ = self.place(request)
        self.open(order)
        self.present(order)
        return self.stored(order)

    def ready(self, request: OrderRequest | None = None) -> Order:
        """An order whose names the CA has verified."""
        order = self.opened(request)
        if order.steps is Steps.MANUAL:
            self.verify(order)
        self.check(order)
        self.answer(order)
        self.authorizations(order)
        self.clean_up(order)
        return self.stored(order)

    def issued(self, request: OrderRequest | None = None) -> Certificate:
        """A certificate in its first version."""
        order = self.ready(request)
        self.run_on(order)
        return self.certificate(order)

    def run_on(self, order: Order) -> None:
        """What the machine does with an order in automatic steps, from wherever it stands to the certificate."""
        if not self.stored(order).authorizations:
            self.open(order)
            self.present(order)
        if self.stored(order).pending_authorizations:
            self.check(order)
            self.answer(order)
            self.authorizations(order)
            self.clean_up(order)
        self.finalize(order)
        self.retrieve(order)

    def certificate(self, order: Order) -> Certificate:
        """The certificate of an order as it stands."""
        return self.certificates.get(order.scope, order.certificate_id)

    def running(self, certificate: Certificate) -> Order:
        """The order of its renewal."""
        stored = self.certificates.get(certificate.scope, certificate.certificate_id)
        return self.orders.get(stored.scope, stored.state.order_id)
