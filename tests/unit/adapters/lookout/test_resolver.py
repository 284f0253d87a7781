"""Which name server is asked."""

import pytest

from certkeeper.adapters.lookout.dns.resolver import Resolver


@pytest.mark.parametrize(
    ("nameserver", "host", "port"),
    [
        ("192.0.2.1:5353", "192.0.2.1", 5353),
        ("192.0.2.1", "192.0.2.1", 53),
        ("[2001:db8::1]:5353", "2001:db8::1", 5353),
        ("2001:db8::1", "2001:db8::1", 53),
        ("[2001:db8::1]", "2001:db8::1", 53),
    ],
)
def test_a_name_server_is_given_with_or_without_its_port(nameserver: str, host: str, port: int) -> None:
    """As people write it, for both kinds of addresses."""
    (server,) = Resolver(nameserver).servers
    assert (server.address, server.port) == (host, port)
