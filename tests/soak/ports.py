"""What the use cases of the simulated year are wired to: the fakes, most of them behind trouble."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certkeeper.ports import (
        Accounts,
        CertificateAuthority,
        Certificates,
        EventBus,
        Keys,
        Lookout,
        Machine,
        Orders,
        PublicDns,
        Rations,
        RenewalInfos,
        Renewals,
        Responder,
        Scopes,
        TxtRecords,
        Vault,
    )


@dataclass(frozen=True, slots=True)
class Ports:
    """By the names of `certkeeper.ports`."""

    scopes: Scopes
    orders: Orders
    certificates: Certificates
    renewals: Renewals
    rations: Rations
    accounts: Accounts
    vault: Vault
    keys: Keys
    ca: CertificateAuthority
    renewal_infos: RenewalInfos
    responder: Responder
    lookout: Lookout
    txt_records: TxtRecords
    public_dns: PublicDns
    machine: Machine
    event_bus: EventBus
