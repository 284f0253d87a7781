"""The simulated CA: `FakeCertificateAuthority` with injected faults, which records what rate limits would count."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.fakes.ca.authority_state import NO_PROBLEM
from tests.fakes.ca.certificate_authority import FakeCertificateAuthority, FakeSession
from tests.fakes.ca.issuer import thumbprint
from tools.soak.wiring.faulty_port import unreliable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.clock import Clock
    from certkeeper.ports.certificate_authority import AuthorizationAtCa, DirectoryMetadata, OrderAtCa
    from tests.fakes.ca.authority_state import HeldAuthorization
    from tools.soak.simulation.issuer import SoakIssuer
    from tools.soak.wiring.faults import FaultInjector

POLLS = 1
"""How many polls find the CA still processing."""
DAYS_KEPT = 20
"""An order is removed so many days after it was made: by then it has ended."""


class SoakAuthority(FakeCertificateAuthority):
    """`ordered` are the moments of its new orders, `failed` those of each name's failed validations."""

    def __init__(self, clock: Clock, issuer: SoakIssuer, faults: FaultInjector) -> None:
        super().__init__(clock, polls=POLLS)
        self.issuer = issuer  # type: ignore[assignment]
        self.issuers = ("ca.example.test",)
        self.faults = faults
        self.ordered: list[datetime] = []
        self.failed: defaultdict[str, list[datetime]] = defaultdict(list)
        self._thumbprints: dict[str, str] = {}

    def metadata(self) -> DirectoryMetadata:
        """Return the directory's metadata; raises TransientError where a fault is injected."""
        return self.faults.call_ca(super().metadata)

    def session(self, account_url: str, key_pem: str) -> FakeSession:
        """Return a session of the account at this URL with this key; its requests meet injected faults."""
        if key_pem not in self._thumbprints:
            self._thumbprints[key_pem] = thumbprint(key_pem)
        session = SoakSession(self, account_url, self._thumbprints[key_pem])
        return unreliable(session, self.faults.call_ca)

    def remove_old_orders(self, now: datetime) -> None:
        """Remove orders that are old at `now`: a year of them does not fit into memory."""
        self.requests.clear()
        for url in [url for url, held in self.orders.items() if (now - held.expires).days > DAYS_KEPT]:
            del self.orders[url]


class SoakSession(FakeSession):
    """Counts what the CA's limits are about."""

    _ca: SoakAuthority

    def new_order(self, names: Sequence[str], profile: str = "", replaces: str = "") -> OrderAtCa:
        """Place an order for names with a profile, count it, and return it.

        `replaces` names the certificate that it renews.
        """
        made = super().new_order(names, profile, replaces)
        self._ca.ordered.append(self._ca.clock())
        return made

    def authorization(self, url: str) -> AuthorizationAtCa:
        """Return the authorization at a URL, and count it if its validation has failed now."""
        held = self._found(url)
        before = held.status
        seen = held.read(self._ca.failing.get(held.name, NO_PROBLEM), self._ca.clock())
        if seen.status == "invalid" and before != "invalid":
            self._ca.failed[held.name.removeprefix("*.")].append(self._ca.clock())
        return seen

    def _found(self, authorization_url: str) -> HeldAuthorization:
        """By its URL, for a search through all orders takes too long in a year."""
        url, _, place = authorization_url.rpartition("/")
        return self._order(url).authorizations[int(place)]
