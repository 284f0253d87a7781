"""The addresses that a check may connect to (ADR 11).

Public ones only, so that nobody can read internal hosts through Certkeeper.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address

_UNICAST_V6 = IPv6Network("2000::/3")
"""The network from which IANA assigns global IPv6 addresses; mapped, translated (64:ff9b::) and local ones are outside.
"""
_NOT_PUBLIC_V6 = (
    IPv6Network("2001::/23"),  # protocol assignments, among them Teredo, which carries IPv4 addresses
    IPv6Network("2001:db8::/32"),  # documentation
    IPv6Network("2002::/16"),  # 6to4, which carries IPv4 addresses
    IPv6Network("3fff::/20"),  # documentation, RFC 9637
)
_NOT_PUBLIC_V4 = (
    IPv4Network("192.0.0.0/24"),  # protocol assignments; Python 3.11 thinks most of them global
    IPv4Network("192.88.99.0/24"),  # 6to4 relays, RFC 7526
    IPv4Network("224.0.0.0/3"),  # multicast and reserved
)


def is_public(address: Address) -> bool:
    """Return whether an address can be a public web server's, by IANA's special-purpose address registries."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in _NOT_PUBLIC_V4)
    return address in _UNICAST_V6 and not any(address in network for network in _NOT_PUBLIC_V6)


def connection_order(addresses: tuple[Address, ...]) -> tuple[Address, ...]:
    """Return the addresses that a CA tries: the first of IPv6, then the first of IPv4 (Let's Encrypt, as of 2026)."""
    first_v6 = next((one for one in addresses if isinstance(one, IPv6Address)), None)
    first_v4 = next((one for one in addresses if isinstance(one, IPv4Address)), None)
    return tuple(one for one in (first_v6, first_v4) if one is not None)
