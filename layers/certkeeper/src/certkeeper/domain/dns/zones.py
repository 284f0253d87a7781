"""Zones: those that we may write, those that the public sees, and whether they are the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.orders.failures import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class HostedZone:
    """A public zone that we may write; `name` in A-labels, without a final dot."""

    zone_id: str
    name: str


@dataclass(frozen=True, slots=True)
class PublicZone:
    """The zone that holds a name, as a resolver sees it: empty where there is none, or `trouble` says what went wrong.

    `name_servers` are host names in lower case, without a final dot.
    """

    name: str
    name_servers: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class DnsRecord:
    """A TXT record set that an order needs: where it stands, and what of it is ours.

    `zone_id` is empty where a person writes it. `values` are ours, noted before they are written and until they are
    removed; `change_id` is the last write, `in_sync` whether all name servers have it. `trouble` is why the values
    could not be removed.
    """

    name: str
    zone: str
    zone_id: str = ""
    values: tuple[str, ...] = ()
    change_id: str = ""
    in_sync: bool = False
    trouble: str = ""


def is_within(name: str, zone: str) -> bool:
    """Whether a name is the zone's apex or below it, label by label."""
    return name == zone or name.endswith("." + zone)


def holding(name: str, zones: Iterable[HostedZone]) -> tuple[HostedZone, ...]:
    """The zones that hold a name: the longest match, which several zones of one name can be; empty where none does."""
    within = [zone for zone in zones if is_within(name, zone.name)]
    longest = max((len(zone.name) for zone in within), default=0)
    return tuple(zone for zone in within if len(zone.name) == longest)


def delegates_to(public: PublicZone, zone: HostedZone, name_servers: Sequence[str]) -> bool:
    """Whether who asks the public DNS is led to this hosted zone, and to no other server beside it."""
    led_to = set(public.name_servers)
    return public.name == zone.name and bool(led_to) and led_to <= set(name_servers)


def no_zone(name: str) -> Failure:
    """The account has no zone for the name."""
    return Failure(
        "zone_missing",
        f"Route 53 has no public hosted zone for {name} that Certkeeper may write to; create one and delegate the "
        "domain to it, or choose another solver",
        names=(name,),
    )


def unknown_delegation(name: str, trouble: str) -> Failure:
    """The public DNS does not answer."""
    return Failure(
        "zone_unreachable",
        f"the public DNS does not answer which zone holds {name} ({trouble}); repair the delegation of the zone",
        names=(name,),
    )


def not_delegated(name: str, zone: HostedZone, name_servers: Sequence[str], public: PublicZone) -> Failure:
    """What we would write, nobody would see."""
    found = (
        f"{public.name} at {', '.join(sorted(public.name_servers)) or 'no name server'}" if public.name else "no zone"
    )
    return Failure(
        "zone_not_delegated",
        f"the public DNS has {name} in {found}, not in the hosted zone {zone.name}; set the NS records at the "
        f"registrar or in the parent zone to {', '.join(sorted(name_servers))}",
        names=(name,),
    )
