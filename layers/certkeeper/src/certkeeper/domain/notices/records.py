"""What a person has to set for an order: DNS records with their values, or where a site has to answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from certkeeper.domain.notices.printable import shown
from certkeeper.domain.orders.challenges import ChallengeType

if TYPE_CHECKING:
    from certkeeper.domain.dns.findings import Expectation
    from certkeeper.domain.orders.order import Order

MOST_RECORDS = 20
"""A notice has 256 KB with all its forms (SNS); who has more names at once is sent to the order."""


@dataclass(frozen=True, slots=True)
class Record:
    """`type` is TXT, CNAME or HTTP. `name` is a record's, or a URL; `zone` is empty where it is not known."""

    type: str
    name: str
    value: str
    zone: str = ""


def records_of(order: Order) -> tuple[Record, ...]:
    """Each once, in the sequence of the names; a wildcard and its apex have two values at one name."""
    chosen = order if order.challenge else replace(order, challenge=ChallengeType.DNS_01)
    return tuple(dict.fromkeys(_record(order, expectation) for expectation in chosen.expectations()))


def _record(order: Order, expectation: Expectation) -> Record:
    """http-01 is answered by ourselves: what is missing is the redirect, and the answer is nobody's to copy."""
    if expectation.challenge is ChallengeType.HTTP_01:
        return Record("HTTP", expectation.where, "a redirect to the stack's ResponderUrl, with the token at its end")
    if expectation.alias:
        return Record("CNAME", expectation.where, expectation.alias)
    zone = next((record.zone for record in order.records if record.name == expectation.where), "")
    return Record("TXT", expectation.where, expectation.expected, zone)


def records_shown(records: tuple[Record, ...]) -> str:
    """One below the other, each value on a line of its own that can be copied whole."""
    lines: list[str] = []
    for record in records[:MOST_RECORDS]:
        zone = f", in the zone {shown(record.zone)}" if record.zone else ""
        lines += [
            f"  {record.type}{zone}",
            f"    Name   {shown(record.name)}",
            f"    Value  {shown(record.value, 500)}",
        ]
    more = len(records) - MOST_RECORDS
    return "\n".join([*lines, *([f"  and {more} more, which the order shows"] if more > 0 else [])])
