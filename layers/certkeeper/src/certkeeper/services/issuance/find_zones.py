"""The zones of the TXT records: found before the order is placed at the CA, which must see the records in them.

The reasons are in ADR 33.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.dns.zones import DnsRecord, delegates_to, holding, no_zone, not_delegated, unknown_delegation
from certkeeper.domain.errors import RecordsRefusedError
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.failures import Failure
from certkeeper.services.issuance.guards import fail, require_running

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from certkeeper.domain.dns.zones import HostedZone, PublicZone
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.challenges import PublicDns, TxtRecords
    from certkeeper.ports.orders import Orders


def find_zones(
    scope: str, order_id: str, *, orders: Orders, txt_records: TxtRecords, public_dns: PublicDns, now: datetime
) -> None:
    """Store the records of dns-01 on the order of this scope and id. Raises OrderFailed where they could not be set.

    For records that a person sets, the zone is stored if the public DNS knows it, and nothing is refused.
    """
    order = orders.get(scope, order_id)
    require_running(order, now, orders=orders)
    if order.records or order.url or order.challenge is ChallengeType.HTTP_01:
        return
    names = tuple(dict.fromkeys(order.record_name(name) for name in order.names))
    if not order.writes_records:
        found = zip(names, public_dns.zones_of(names), strict=True)
        records: tuple[DnsRecord, ...] = tuple(DnsRecord(name, zone.name) for name, zone in found)
    else:
        records = _managed_records(order, names, orders=orders, txt_records=txt_records, public_dns=public_dns)
    orders.save(replace(order, records=records))


def refused(error: RecordsRefusedError) -> Failure:
    """Return the failure of an order for a zone that cannot be written, from the error."""
    return Failure("zone_refused", str(error))


def _managed_records(
    order: Order, names: Sequence[str], *, orders: Orders, txt_records: TxtRecords, public_dns: PublicDns
) -> tuple[DnsRecord, ...]:
    try:
        zones = txt_records.zones()
        candidates = {name: holding(name, zones) for name in names}
        ids = dict.fromkeys(zone.zone_id for found in candidates.values() for zone in found)
        servers = {zone_id: txt_records.name_servers(zone_id) for zone_id in ids}
    except RecordsRefusedError as error:
        fail(order, refused(error), orders=orders)
    shown = zip(names, public_dns.zones_of(names), strict=True)
    decided = [_decide(name, candidates[name], servers, public) for name, public in shown]
    failures = [one for one in decided if isinstance(one, Failure)]
    if failures:
        about = tuple(name for failure in failures for name in failure.names)
        fail(order, replace(failures[0], names=about), orders=orders)
    return tuple(one for one in decided if isinstance(one, DnsRecord))


def _decide(
    name: str, candidates: Sequence[HostedZone], servers: Mapping[str, Sequence[str]], public: PublicZone
) -> DnsRecord | Failure:
    """Return the zone of a name: of several hosted zones with its domain, the public DNS leads to one at most."""
    if not candidates:
        return no_zone(name)
    if public.trouble:
        return unknown_delegation(name, public.trouble)
    for zone in candidates:
        if delegates_to(public, zone, servers[zone.zone_id]):
            return DnsRecord(name, zone.name, zone.zone_id)
    return not_delegated(name, candidates[0], servers[candidates[0].zone_id], public)
