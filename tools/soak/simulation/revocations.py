"""Somebody has certificates revoked, and asks again until they are shown so."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from certkeeper.domain.certificates.revocations import RevocationReason
from certkeeper.domain.errors import TransientError
from certkeeper.ports.certificate_authority import Account
from certkeeper.services.certificates.revoke_certificate import RevocationRequest, revoke_certificate
from certkeeper.services.issuance.acme_account import AcmeAccount
from tests.contracts.examples import an_order
from tests.fakes.rows.accounts import FakeAccounts
from tests.fakes.rows.certificate_changes import FakeCertificateChanges
from tests.integration.machine.aws.calls import Crash
from tools.soak.simulation.initial_rows import SCOPE
from tools.soak.wiring.faulty_port import unreliable

if TYPE_CHECKING:
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.certificate_authority import CertificateAuthority
    from certkeeper.ports.orders import Orders
    from tools.soak.simulation.timeline import Timeline
    from tools.soak.wiring.faults import Trouble
    from tools.soak.wiring.simulated_ports import Surroundings

AGAIN = timedelta(minutes=1)


class Willing:
    """A CA that takes back whatever it is asked to: what the inhabitants began with was signed by nobody."""

    directory_url = "https://ca.example.test/directory"

    def session(self, *_: str) -> Willing:
        """See `CertificateAuthority.session`."""
        return self

    def revoke(self, *_: str) -> None:
        """See `CaSession.revoke`."""


class Remembered:
    """The orders of versions, of which those that began the world had none and others are forgotten."""

    def get(self, *_: str) -> Order:
        """See `Orders.get`."""
        return an_order()


def revoke(
    around: Surroundings, certificate_id: str, timeline: Timeline, trouble: Trouble, version: int | None = None
) -> None:
    """The certificate's version, which is the current one at first.

    Whoever gets no answer looks, and asks again where it is not shown as revoked: the rest is the sweep's.
    """
    ports, now = around.ports, timeline.clock()
    version = version or around.table.certificates[SCOPE, certificate_id].version
    accounts = FakeAccounts()
    accounts.put(Account(Willing.directory_url, "", ""))
    with suppress(Crash, TransientError):
        revoke_certificate(
            RevocationRequest(SCOPE, certificate_id, RevocationReason.SUPERSEDED, version, "arn:ada"),
            certificates=ports.certificates,
            stored=unreliable(FakeCertificateChanges(around.table), trouble.at_aws),
            account=AcmeAccount(
                cast("Orders", Remembered()), accounts, ports.vault, cast("CertificateAuthority", Willing())
            ),
            event_bus=ports.event_bus,
            now=now,
        )
    held = around.table.versions.get((certificate_id, version))
    if held and held.revoked_at == now:
        around.lives.revoked[certificate_id].append(now)
        around.lives.taken_back[certificate_id, version] = now
    if held and not held.revoked_at:
        timeline.plan(now + AGAIN, lambda: revoke(around, certificate_id, timeline, trouble, version))
