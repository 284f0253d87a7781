"""Revocations, which are requested again until the version is shown as revoked."""

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
    from tools.soak.wiring.faults import FaultInjector
    from tools.soak.wiring.simulated_ports import Simulation

RETRY_AFTER = timedelta(minutes=1)


class AcceptingCa:
    """A CA that accepts every revocation: the initial certificates were signed by nobody."""

    directory_url = "https://ca.example.test/directory"

    def session(self, *_: str) -> AcceptingCa:
        """Return itself, whatever account is given."""
        return self

    def revoke(self, *_: str) -> None:
        """Accept the revocation of any certificate."""


class ExampleOrders:
    """An example in place of the orders of versions: initial versions had none, and old orders are removed."""

    def get(self, *_: str) -> Order:
        """Return an example in place of any order."""
        return an_order()


def revoke(
    simulation: Simulation, certificate_id: str, timeline: Timeline, faults: FaultInjector, version: int | None = None
) -> None:
    """Revoke a version of a certificate, without a version its current one, and again until it is shown as revoked.

    `certificate_id` names it. `simulation`, `timeline` and `faults` are the world's. What is left after a crash is the
    sweep's to do.
    """
    ports, now = simulation.ports, timeline.clock()
    version = version or simulation.table.certificates[SCOPE, certificate_id].version
    accounts = FakeAccounts()
    accounts.put(Account(AcceptingCa.directory_url, "", ""))
    with suppress(Crash, TransientError):
        revoke_certificate(
            RevocationRequest(SCOPE, certificate_id, RevocationReason.SUPERSEDED, version, "arn:ada"),
            certificates=ports.certificates,
            stored=unreliable(FakeCertificateChanges(simulation.table), faults.call_aws),
            account=AcmeAccount(
                cast("Orders", ExampleOrders()), accounts, ports.vault, cast("CertificateAuthority", AcceptingCa())
            ),
            event_bus=ports.event_bus,
            now=now,
        )
    held = simulation.table.versions.get((certificate_id, version))
    if held and held.revoked_at == now:
        simulation.history.revoked[certificate_id].append(now)
        simulation.history.revoked_versions[certificate_id, version] = now
    if held and not held.revoked_at:
        timeline.schedule(now + RETRY_AFTER, lambda: revoke(simulation, certificate_id, timeline, faults, version))
