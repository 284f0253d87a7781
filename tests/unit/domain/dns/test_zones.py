"""Zones: the longest match holds a name, and only who is led there sees it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.dns.zones import (
    HostedZone,
    PublicZone,
    delegates_to,
    holding,
    is_within,
    no_zone,
    not_delegated,
    unknown_delegation,
)

LABELS = st.sampled_from(["a", "b", "shop", "example", "test"])
NAMES = st.lists(LABELS, min_size=1, max_size=5).map(".".join)
ZONES = st.lists(NAMES, max_size=8).map(lambda names: [HostedZone(f"Z{at}", name) for at, name in enumerate(names)])
SERVERS = ("ns1.aws.test", "ns2.aws.test")


@given(NAMES, ZONES)
def test_of_all_zones_that_hold_a_name_the_longest_is_taken(name: str, zones: list[HostedZone]) -> None:
    """Whatever zones an account has, in whatever order: none that holds the name is longer, none is left out."""
    found = holding(name, zones)
    assert all(is_within(name, zone.name) for zone in found)
    within = [zone for zone in zones if is_within(name, zone.name)]
    assert bool(found) == bool(within)
    assert set(found) == {zone for zone in within if len(zone.name) == max(len(each.name) for each in within)}


def test_a_name_is_within_a_zone_label_by_label() -> None:
    """A name that only ends like the zone is somebody else's."""
    assert is_within("_acme-challenge.example.test", "example.test")
    assert is_within("example.test", "example.test")
    assert not is_within("badexample.test", "example.test")
    assert not is_within("test", "example.test")


def test_the_public_is_led_to_a_zone_by_its_servers_and_no_other() -> None:
    """A second provider beside Route 53 would answer half of the questions, without Certkeeper's record."""
    zone = HostedZone("Z1", "example.test")
    public = PublicZone("example.test", SERVERS)
    assert delegates_to(public, zone, SERVERS)
    assert delegates_to(replace(public, name_servers=SERVERS[:1]), zone, SERVERS)
    assert not delegates_to(replace(public, name_servers=(*SERVERS, "ns.other.test")), zone, SERVERS)
    assert not delegates_to(replace(public, name_servers=()), zone, SERVERS)
    assert not delegates_to(replace(public, name="shop.example.test"), zone, SERVERS)


def test_the_reasons_say_what_to_change_and_leave_what_follows_to_others() -> None:
    """For they stand in the notice of a renewal too, which is tried again by itself."""
    zone = HostedZone("Z1", "shop.test")
    reasons = (
        no_zone("www.shop.test"),
        unknown_delegation("www.shop.test", "no answer"),
        not_delegated("www.shop.test", zone, SERVERS, PublicZone("shop.test", ("ns.registrar.test",))),
    )
    for reason in reasons:
        assert "www.shop.test" in reason.detail
        assert "order" not in reason.detail
