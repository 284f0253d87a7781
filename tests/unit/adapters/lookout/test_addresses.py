"""Which addresses a check may go to."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.adapters.lookout.http.addresses import connection_order, is_public

INSIDE = [
    "0.0.0.0",  # noqa: S104 - nothing is bound to it
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.1",
    "::ffff:93.184.215.14",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:a00:1::1",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_of_the_inside_are_not_public(address: str) -> None:
    """Private, local, translated and reserved addresses, and those that carry others inside, are refused."""
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "223.255.255.254", "2606:4700::1111", "2a00:1450::1"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    """Where web servers are."""
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=6))
def test_nothing_outside_global_unicast_is_public(address: IPv6Address) -> None:
    """IANA gives out addresses from 2000::/3 only."""
    if is_public(address):
        assert int(address) >> 125 == 1


@given(st.lists(st.ip_addresses(), max_size=6))
def test_a_ca_tries_one_address_of_each_kind(addresses: list[IPv4Address | IPv6Address]) -> None:
    """The first of IPv6, then the first of IPv4, and no more."""
    tried = connection_order(tuple(addresses))
    assert [one.version for one in tried] == sorted({one.version for one in addresses}, reverse=True)
    assert all(one == next(other for other in addresses if other.version == one.version) for one in tried)
