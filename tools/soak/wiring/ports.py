"""The ports of the simulated year: fakes, most of them behind injected faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certkeeper.ports.certificate_authority import Accounts, CertificateAuthority
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.challenges import Lookout, PublicDns, Responder, TxtRecords
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.orders import Machine, Orders
    from certkeeper.ports.rate_limits import RateLimits
    from certkeeper.ports.renewals import RenewalInfos, Renewals
    from certkeeper.ports.scopes import Scopes
    from certkeeper.ports.vaults import Vault


@dataclass(frozen=True, slots=True)
class Ports:
    """By the names of `certkeeper.ports`."""

    scopes: Scopes
    orders: Orders
    certificates: Certificates
    renewals: Renewals
    rate_limits: RateLimits
    accounts: Accounts
    vault: Vault
    ca: CertificateAuthority
    renewal_infos: RenewalInfos
    responder: Responder
    lookout: Lookout
    txt_records: TxtRecords
    public_dns: PublicDns
    machine: Machine
    event_bus: EventBus
