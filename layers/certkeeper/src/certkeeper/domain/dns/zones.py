"""DNS zones: those in Route 53, those that the public DNS shows, and whether they are the same (ADR 33)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.orders.failures import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class HostedZone:
    """A public hosted zone of Route 53 that Certkeeper may write to; `name` in A-labels, without a final dot."""

    zone_id: str
    name: str


@dataclass(frozen=True, slots=True)
class PublicZone:
    """The zone that holds a name according to the public DNS.

    `name` is empty where there is none. `name_servers` are host names in lower case, without a final dot. `trouble`
    says what went wrong, empty where nothing did.
    """

    name: str
    name_servers: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class DnsRecord:
    """A TXT record set that an order needs.

    `zone` is the name of its zone, and `zone_id` the hosted zone's id; empty where a person sets the record. `values`
    are Certkeeper's: stored here before they are written to the zone and until they are removed. `change_id` is Route
    53's id of the last write, and `in_sync` whether all name servers have it. `trouble` is why the values could not be
    removed.
    """

    name: str
    zone: str
    zone_id: str = ""
    values: tuple[str, ...] = ()
    change_id: str = ""
    in_sync: bool = False
    trouble: str = ""


def is_within(name: str, zone: str) -> bool:
    """Return whether a name is the zone's domain or below it, compared label by label."""
    return name == zone or name.endswith("." + zone)


def holding(name: str, zones: Iterable[HostedZone]) -> tuple[HostedZone, ...]:
    """Return the zones that hold a name: those with the longest match, of which there may be several of one name."""
    within = [zone for zone in zones if is_within(name, zone.name)]
    longest = max((len(zone.name) for zone in within), default=0)
    return tuple(zone for zone in within if len(zone.name) == longest)


def delegates_to(public: PublicZone, zone: HostedZone, name_servers: Sequence[str]) -> bool:
    """Return whether the public DNS delegates to this hosted zone, and to no other name servers besides.

    `public` is the zone as the public DNS shows it, `name_servers` those of the hosted zone.
    """
    led_to = set(public.name_servers)
    return public.name == zone.name and bool(led_to) and led_to <= set(name_servers)


def no_zone(name: str) -> Failure:
    """Return the failure of a name for which the account has no zone."""
    return Failure(
        "zone_missing",
        f"Route 53 has no public hosted zone for {name} that Certkeeper may write to; create one and delegate the "
        "domain to it, or choose another solver",
        names=(name,),
    )


def unknown_delegation(name: str, trouble: str) -> Failure:
    """Return the failure of a name for which the public DNS does not answer; `trouble` says what it did instead."""
    return Failure(
        "zone_unreachable",
        f"the zone of {name} cannot be found in the public DNS ({trouble}); repair the delegation of the zone",
        names=(name,),
    )


def not_delegated(name: str, zone: HostedZone, name_servers: Sequence[str], public: PublicZone) -> Failure:
    """Return the failure of a name for which the public DNS leads to another zone than the hosted `zone`.

    `name_servers` are those of the hosted zone, and `public` is where the public DNS leads.
    """
    found = (
        f"{public.name} at {', '.join(sorted(public.name_servers)) or 'no name server'}" if public.name else "no zone"
    )
    return Failure(
        "zone_not_delegated",
        f"in the public DNS {name} is in {found}, not in the hosted zone {zone.name}; set the NS records at the "
        f"registrar or in the parent zone to {', '.join(sorted(name_servers))}",
        names=(name,),
    )
