"""`ports.certificate_authority.CertificateAuthority` in memory: RFC 8555, unforgiving as Pebble, and really signing."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from cryptography import x509

from certkeeper.domain.errors import AccountUnknownError, AcmeProblemError, TransientError
from certkeeper.domain.orders.challenges import Challenge
from certkeeper.ports.certificate_authority import Account, DirectoryMetadata
from tests.fakes.ca.authority_state import NO_PROBLEM, HeldAuthorization, HeldOrder, Problem, urn
from tests.fakes.ca.issuer import FakeIssuer, names_of, thumbprint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.revocations import RevocationReason
    from certkeeper.domain.clock import Clock
    from certkeeper.ports.certificate_authority import AuthorizationAtCa, OrderAtCa

PENDING_FOR = timedelta(days=7)
"""Let's Encrypt's classic profile; set `order_lifetime` and `authorization_lifetime` for others."""


class FakeCertificateAuthority:
    """Fulfils `ports.certificate_authority.CertificateAuthority`.

    `polls` is how many reads an authorization stays pending and an order processing. `failing` are names whose
    challenge will not be found, `rejected` names that are refused at once, `finalize_problem` is how an order fails
    that was finalized; each with the CA's problem. `requests` are the operations in their order. `profiles` are those
    on offer, with how long their authorizations stay pending; with `issuers` dns-persist-01 is offered. `revoked` has
    the reasons by the PEM of the certificate. `renewal_info`: whether RFC 9773 is; `replaced` are the certificates that
    orders have replaced, and each is replaced once; those that it `stumbles_over` end every request that names them.
    """

    def __init__(self, clock: Clock, *, polls: int = 0) -> None:
        self.directory_url = "https://ca.example.test/directory"
        self.clock = clock
        self.polls = polls
        self.order_lifetime = self.authorization_lifetime = PENDING_FOR
        self.failing: dict[str, Problem] = {}
        self.rejected: dict[str, Problem] = {}
        self.finalize_problem: Problem = NO_PROBLEM
        self.issuer = FakeIssuer(clock())
        self.accounts: dict[str, str] = {}
        self.orders: dict[str, HeldOrder] = {}
        self.numbers = count(1)
        self.requests: list[str] = []
        self.profiles: dict[str, timedelta] = {}
        self.issuers: tuple[str, ...] = ()
        self.renewal_info = True
        self.replaced: list[str] = []
        self.stumbles_over: list[str] = []
        self.revoked: dict[str, RevocationReason] = {}

    def metadata(self) -> DirectoryMetadata:
        """See `CertificateAuthority.metadata`."""
        return DirectoryMetadata(
            profiles=tuple(sorted(self.profiles)), issuers=self.issuers, renewal_info=self.renewal_info
        )

    def register(self, key_pem: str) -> Account:
        """See `CertificateAuthority.register`."""
        self.requests.append("register")
        print_ = thumbprint(key_pem)
        url = self.accounts.setdefault(print_, f"https://ca.example.test/accounts/{len(self.accounts) + 1}")
        return Account(self.directory_url, url, print_)

    def session(self, account_url: str, key_pem: str) -> FakeSession:
        """See `CertificateAuthority.session`."""
        return FakeSession(self, account_url, thumbprint(key_pem))

    def forget_accounts(self) -> None:
        """As Pebble after a restart."""
        self.accounts.clear()


class FakeSession:
    """Fulfils `ports.certificate_authority.CaSession`."""

    def __init__(self, ca: FakeCertificateAuthority, account_url: str, account_thumbprint: str) -> None:
        self._ca = ca
        self._account_url = account_url
        self._thumbprint = account_thumbprint

    def new_order(self, names: Sequence[str], profile: str = "", replaces: str = "") -> OrderAtCa:
        """See `CaSession.new_order`."""
        self._begin("new_order")
        if replaces in self._ca.stumbles_over:
            raise TransientError("the CA answered 500")
        if replaces in self._ca.replaced:
            raise _problem(409, ("alreadyReplaced", "another order has replaced this certificate"))
        if profile and profile not in self._ca.profiles:
            raise _problem(400, ("invalidProfile", "there is no such profile"))
        for name in names:
            if name in self._ca.rejected:
                raise _problem(400, self._ca.rejected[name])
        url = f"https://ca.example.test/orders/{next(self._ca.numbers)}"
        now = self._ca.clock()
        lifetime = self._ca.profiles.get(profile, self._ca.authorization_lifetime)
        authorizations = tuple(
            self._authorization(f"{url}/{place}", name, now + lifetime) for place, name in enumerate(names)
        )
        order = HeldOrder(url, self._account_url, now + self._ca.order_lifetime, authorizations)
        self._ca.orders[url] = order
        if replaces:
            self._ca.replaced.append(replaces)
        return order.read(now)

    def order(self, url: str) -> OrderAtCa:
        """See `CaSession.order`."""
        self._begin("order")
        return self._order(url).read(self._ca.clock())

    def authorization(self, url: str) -> AuthorizationAtCa:
        """See `CaSession.authorization`."""
        self._begin("authorization")
        held = self._found(url)
        return held.read(self._ca.failing.get(held.name, NO_PROBLEM), self._ca.clock())

    def answer(self, challenge_url: str) -> None:
        """See `CaSession.answer`; a second answer is refused, as Pebble does."""
        self._begin("answer")
        held = self._found(challenge_url.rpartition("/")[0])
        if held.status != "pending" or held.answered:
            raise _problem(400, ("malformed", "the challenge is not pending"))
        held.answered, held.polls_left = True, self._ca.polls

    def finalize(self, order: OrderAtCa, csr_der: bytes) -> OrderAtCa:
        """See `CaSession.finalize`; a second call is refused, as Pebble does."""
        self._begin("finalize")
        held = self._order(order.url)
        if held.status != "ready":
            raise _problem(403, ("orderNotReady", f"the order is {held.status}"))
        csr = x509.load_der_x509_csr(csr_der)
        if sorted(names_of(csr)) != sorted(each.name for each in held.authorizations) or not csr.is_signature_valid:
            raise _problem(400, ("badCSR", "the CSR is not for this order"))
        held.problem = self._ca.finalize_problem
        held.finalized, held.polls_left = True, self._ca.polls
        held.chain_pem = "" if held.problem[0] else self._ca.issuer.issue(csr, self._ca.clock())
        return held.read(self._ca.clock())

    def certificate(self, url: str) -> bytes:
        """See `CaSession.certificate`."""
        self._begin("certificate")
        held = self._order(url.removesuffix("/certificate"))
        if held.status != "valid":
            raise _problem(404, ("malformed", "there is no certificate"))
        return held.chain_pem.encode()

    def revoke(self, certificate_pem: str, reason: RevocationReason) -> None:
        """See `CaSession.revoke`."""
        self._begin("revoke")
        orders = [order for order in self._ca.orders.values() if order.chain_pem.startswith(certificate_pem)]
        if not orders or orders[0].account_url != self._account_url:
            raise _problem(403, ("unauthorized", "the account has not ordered this certificate"))
        self._ca.revoked.setdefault(certificate_pem, reason)

    def _begin(self, operation: str) -> None:
        self._ca.requests.append(operation)
        if self._ca.accounts.get(self._thumbprint) != self._account_url:
            raise AccountUnknownError

    def _order(self, url: str) -> HeldOrder:
        held = self._ca.orders.get(url)
        if held is None or held.account_url != self._account_url:
            raise _problem(404, ("malformed", "there is no such order"))
        return held

    def _found(self, authorization_url: str) -> HeldAuthorization:
        for order in self._ca.orders.values():
            for authorization in order.authorizations:
                if authorization.url == authorization_url:
                    return authorization
        raise _problem(404, ("malformed", "there is no such authorization"))

    def _authorization(self, url: str, name: str, expires: datetime) -> HeldAuthorization:
        types = ("dns-01",) if name.startswith("*.") else ("http-01", "dns-01", "tls-alpn-01")
        number, place = url.split("/")[-2:]
        token = f"token-{number}-{place}"
        challenges = [Challenge(type_, f"{url}/{type_}", f"{token}-{type_}") for type_ in types]
        if self._ca.issuers:
            challenges.append(Challenge("dns-persist-01", f"{url}/dns-persist-01", "", self._ca.issuers))
        return HeldAuthorization(url, name, expires, tuple(challenges))


def _problem(status: int, problem: Problem) -> AcmeProblemError:
    return AcmeProblemError(status, urn(problem[0]), problem[1])
