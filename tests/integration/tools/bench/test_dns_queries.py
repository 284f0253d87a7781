"""The DNS queries that `make bench` counts are those that a check sends."""

from __future__ import annotations

import pytest

from tools.bench.dns_queries import MAX_NAMES, Queries, count_queries
from tools.bench.tables import dns_queries_table


@pytest.mark.parametrize(
    ("kind", "alone", "beside_others"),
    [
        # ADR 35: the zone, its servers and CAA are searched for once; each name is asked for at each of four servers
        ("dns-01", 17, 6.1),
        ("dns-01 through a CNAME", 32, 12.2),  # the same of a second zone
        ("http-01", 5, 3.0),  # A, AAAA, and CAA up to the root
    ],
)
def test_a_name_costs_less_beside_others_of_its_zone(kind: str, alone: int, beside_others: float) -> None:
    """Who comes first asks for what all share."""
    one, many = count_queries(kind, 1), count_queries(kind, MAX_NAMES)
    assert one == Queries(kind, 1, alone)
    assert round(many.per_name, 1) == beside_others


def test_the_table_shows_queries_per_name() -> None:
    """As ADR 35 gives them."""
    shown = dns_queries_table([Queries("dns-01", 100, 611)]).splitlines()
    assert shown[-1].split() == ["dns-01", "100", "611", "6.1"]
    assert shown[1].split("  ")[-1].strip() == "a name"
