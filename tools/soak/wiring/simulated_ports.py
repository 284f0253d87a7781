"""Everything that the use cases are wired to, made anew for each simulated world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.renewal.rate_limits import for_renewals
from tests.fakes.dns.public_dns import FakePublicDns
from tests.fakes.dns.txt_records import FakeTxtRecords
from tests.fakes.rows.accounts import FakeAccounts
from tests.fakes.rows.certificates import FakeCertificates
from tests.fakes.rows.rate_limits import FakeRateLimits
from tests.fakes.rows.renewals import FakeRenewals
from tests.fakes.rows.responder import FakeResponder
from tests.fakes.rows.scopes import FakeScopes
from tests.fakes.rows.table import FakeTable
from tests.fakes.rows.uploads import FakeUploads
from tests.fakes.vault import FakeVault
from tools.soak.results.recorded_history import History, RecordingOrders
from tools.soak.simulation.authority import SoakAuthority
from tools.soak.simulation.initial_rows import SCOPE
from tools.soak.simulation.issuer import SoakIssuer
from tools.soak.simulation.outside_world import SoakLookout, SoakRenewalInfos
from tools.soak.simulation.population import DELEGATION_ZONE
from tools.soak.state_machine.machine import SoakMachine
from tools.soak.wiring.faulty_port import unreliable
from tools.soak.wiring.ports import Ports

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from random import Random

    from certkeeper.domain.certificates.certificate import CertificateVersion
    from tools.soak.simulation.administrators import Administrators
    from tools.soak.simulation.timeline import Timeline
    from tools.soak.wiring.faults import FaultInjector

ZONES = {"Z1": "route53.example.test", "Z2": DELEGATION_ZONE}


class OneShard(FakeRenewals):
    """Reads the table once in a sweep."""

    shards = 1


class CountedVersions(FakeCertificates):
    """Finds versions by their numbers: a search through all of them takes too long in a year."""

    def versions(self, certificate_id: str) -> Sequence[CertificateVersion]:
        """Return the versions of a certificate, newest first, found by their numbers.

        `certificate_id` names it.
        """
        newest = self.get(SCOPE, certificate_id).version
        held = (self.table.versions.get((certificate_id, number)) for number in range(newest, 0, -1))
        return [version for version in held if version]


@dataclass(frozen=True, slots=True)
class Simulation:
    """The fakes as they are, for the world around Certkeeper, and `ports`, which fail now and then, for Certkeeper."""

    table: FakeTable
    history: History
    issuer: SoakIssuer
    ca: SoakAuthority
    vault: FakeVault
    uploads: FakeUploads
    lookout: SoakLookout
    machine: SoakMachine
    ports: Ports


def make_simulation(
    timeline: Timeline,
    faults: FaultInjector,
    administrators: Administrators,
    random: Random,
    *,
    max_orders: int,
    early_renewal_from: datetime,
) -> Simulation:
    """Return the parts of a world without certificates, on a timeline, with faults and administrators.

    From `early_renewal_from` on the CA wants old certificates renewed at once. `random` decides.
    """
    clock, table, history, vault, responder = timeline.clock, FakeTable(), History(), FakeVault(), FakeResponder()
    issuer = SoakIssuer(clock.now, random)
    ca = SoakAuthority(clock, issuer, faults)
    orders = RecordingOrders(table, history, clock)
    machine = SoakMachine(timeline, orders, random)
    txt_records, public_dns = FakeTxtRecords(ZONES), FakePublicDns()
    public_dns.delegated = {name: txt_records.name_servers(zone) for zone, name in ZONES.items()}
    lookout = SoakLookout(clock, responder, txt_records)
    aws = faults.call_aws
    ports = Ports(
        scopes=unreliable(FakeScopes(), aws),
        orders=unreliable(orders, aws),
        certificates=unreliable(CountedVersions(table), aws),
        renewals=unreliable(OneShard(table), aws),
        rate_limits=unreliable(FakeRateLimits(for_renewals(max_orders)), aws),
        accounts=unreliable(FakeAccounts(), aws),
        vault=unreliable(vault, aws),
        ca=ca,
        renewal_infos=SoakRenewalInfos(clock, faults, early_renewal_from, history.by_ari_id),
        responder=unreliable(responder, aws),
        lookout=lookout,
        txt_records=unreliable(txt_records, aws),
        public_dns=public_dns,
        machine=unreliable(machine, aws),
        event_bus=unreliable(administrators, aws),
    )
    return Simulation(table, history, issuer, ca, vault, FakeUploads(table), lookout, machine, ports)
