"""The resolver that a look begins with: the system's, or one that was named. It leads to the servers that know.

`dns.message` without `dns.resolver`: what the latter adds (a cache, search lists) is not wanted here.
"""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import dns.exception
import dns.flags
import dns.name
import dns.rcode

from certkeeper.adapters.lookout.dns.dns_client import NameServer
from certkeeper.adapters.lookout.outcome import DnsFailure

if TYPE_CHECKING:
    from dns.message import QueryMessage
    from dns.name import Name
    from dns.rdata import Rdata

    from certkeeper.adapters.lookout.dns.dns_client import DnsClient
    from certkeeper.adapters.lookout.http.addresses import Address

DNS_PORT = 53
_SYSTEM = Path("/etc/resolv.conf")
_MEANT = frozenset({dns.rcode.NOERROR, dns.rcode.NXDOMAIN})


class Resolver:
    """Asks `nameserver` (an IP address with or without a port), or those of the system where it is empty."""

    def __init__(self, nameserver: str = "") -> None:
        self._named = _server(nameserver) if nameserver else None

    @property
    def servers(self) -> tuple[NameServer, ...]:
        """Whom it asks, in turn."""
        if self._named is not None:
            return (self._named,)
        lines = (line.split() for line in _SYSTEM.read_text(encoding="utf-8").splitlines())
        return tuple(NameServer("", words[1], DNS_PORT) for words in lines if words[:1] == ["nameserver"] and words[1:])

    def is_authority(self, answer: QueryMessage) -> bool:
        """Whether a server that was named has answered as the one that knows, as the local world's does.

        The system's resolver is not believed that: split horizons show us another zone than the CA.
        """
        return self._named is not None and bool(answer.flags & dns.flags.AA)

    def query(self, name: Name, rdtype: str, dns_client: DnsClient) -> QueryMessage:
        """The first answer that comes. Raises DnsFailure where none does."""
        spoke = False
        for server in self.servers:
            answers = dns_client.query(name, rdtype, [server], recursive=True)
            spoke = spoke or bool(answers)
            answer = answers.get(server)
            if answer is not None:
                return answer
        raise DnsFailure("an answer that means nothing" if spoke else "no answer from the name server")

    def addresses(self, name: str, dns_client: DnsClient) -> tuple[Address, ...]:
        """All A and AAAA of a name, none where it does not exist. Raises DnsFailure where neither could be learnt."""
        found: list[Address] = []
        failures: list[DnsFailure] = []
        for rdtype in ("A", "AAAA"):
            try:
                found += (ip_address(record.to_text()) for record in self.records(to_name(name), rdtype, dns_client))
            except DnsFailure as failure:
                failures.append(failure)
        if failures and not found:
            raise failures[0]
        return tuple(found)

    def records(self, name: Name, rdtype: str, dns_client: DnsClient) -> list[Rdata]:
        """The records of a name and, where it is an alias, of what it stands for. Raises DnsFailure."""
        answer = self.query(name, rdtype, dns_client)
        if answer.rcode() not in _MEANT:
            raise DnsFailure(dns.rcode.to_text(answer.rcode()))
        if answer.rcode() == dns.rcode.NXDOMAIN:
            return []
        try:
            return list(answer.resolve_chaining().answer or ())
        except dns.exception.DNSException as error:
            raise DnsFailure(f"an answer that means nothing ({type(error).__name__})") from error


def to_name(text: str) -> Name:
    """The absolute name. Raises DnsFailure where there is no such name in DNS."""
    try:
        return dns.name.from_text(text)
    except (dns.exception.DNSException, ValueError) as error:
        raise DnsFailure(f"no name of DNS ({type(error).__name__})") from error


def shown_name(name: Name) -> str:
    """As people write it: in lower case, without a final dot."""
    return name.to_text(omit_final_dot=True).lower()


def _server(nameserver: str) -> NameServer:
    """`192.0.2.1:5353`, `192.0.2.1`, `[2001:db8::1]:5353` or `2001:db8::1`."""
    host, colon, port = nameserver.rpartition(":")
    if not colon or (":" in host and not host.endswith("]")):
        return NameServer("", nameserver.strip("[]"), DNS_PORT)
    return NameServer("", host.strip("[]"), int(port))
