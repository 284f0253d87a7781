"""The TXT records of an order: stored on the order, written, in sync, removed (ADR 31)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from certkeeper.domain.dns.zones import DnsRecord
from certkeeper.domain.errors import RecordsPending, RecordsRefusedError
from certkeeper.services.batches import attempt_all
from certkeeper.services.issuance.find_zones import refused
from certkeeper.services.issuance.guards import fail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.challenges import TxtRecords
    from certkeeper.ports.orders import Orders
    from certkeeper.services.batches import OnFailure


def write_records(order: Order, *, orders: Orders, txt_records: TxtRecords) -> None:
    """Write the records that the CA will ask for, zone by zone. Raises RecordsPending until all name servers have them.

    The values are stored on the order before they are in a zone, so that they are found after a crash. Raises
    OrderFailed where a zone cannot be written.
    """
    order = _with_values(order, orders=orders)
    try:
        written = dict(_written(order, txt_records))
        if written:
            order = orders.save(_with(order, written))
        waiting = {record.change_id for record in order.records_to_remove if not record.in_sync}
        arrived = {change_id for change_id in waiting if txt_records.in_sync(change_id)}
    except RecordsRefusedError as error:
        fail(order, refused(error), orders=orders)
    if arrived:
        there = {record.name: replace(record, in_sync=True) for record in order.records if record.change_id in arrived}
        order = orders.save(_with(order, there))
    if arrived != waiting:
        raise RecordsPending


def remove_records(
    order: Order, *, orders: Orders, txt_records: TxtRecords, on_failure: OnFailure
) -> tuple[Order, dict[str, Exception]]:
    """Remove the order's values, zone by zone, and return the order, and the other errors by the zone's id.

    Where a zone refuses, the reason is stored on the order with the values. An error of one zone does not stop the
    others; `on_failure` is called for each.
    """
    after: dict[str, DnsRecord] = {}

    def remove(zone_id: str, records: list[DnsRecord]) -> None:
        try:
            txt_records.remove(zone_id, {record.name: record.values for record in records})
        except RecordsRefusedError as error:
            after.update({record.name: replace(record, trouble=str(error)) for record in records})
        else:
            after.update({record.name: DnsRecord(record.name, record.zone, record.zone_id) for record in records})

    zones = _by_zone(order.records_to_remove)
    failed = attempt_all([(zone_id, partial(remove, zone_id, records)) for zone_id, records in zones], on_failure)
    changed = _with(order, after)
    return (order if changed == order else orders.save(changed)), failed


def _with_values(order: Order, *, orders: Orders) -> Order:
    values: dict[str, list[str]] = {}
    for expectation in order.expectations():
        values.setdefault(order.record_name(expectation.name), []).append(expectation.expected)
    changed = {
        record.name: replace(record, values=wanted, in_sync=False, change_id="")
        for record in order.records
        if (wanted := tuple(values.get(record.name, ()))) and not set(wanted) <= set(record.values)
    }
    return orders.save(_with(order, changed)) if changed else order


def _written(order: Order, txt_records: TxtRecords) -> Iterator[tuple[str, DnsRecord]]:
    for zone_id, records in _by_zone(record for record in order.records_to_remove if not record.change_id):
        change_id = txt_records.add(zone_id, {record.name: record.values for record in records})
        yield from ((record.name, replace(record, change_id=change_id)) for record in records)


def _with(order: Order, changed: dict[str, DnsRecord]) -> Order:
    return replace(order, records=tuple(changed.get(record.name, record) for record in order.records))


def _by_zone(records: Iterable[DnsRecord]) -> Iterator[tuple[str, list[DnsRecord]]]:
    in_order = sorted(records, key=lambda record: record.zone_id)
    for zone_id, group in groupby(in_order, key=lambda record: record.zone_id):
        yield zone_id, list(group)
