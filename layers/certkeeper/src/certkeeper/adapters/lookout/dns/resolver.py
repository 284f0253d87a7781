"""The resolver at which each check begins: the system's, or a given one. It leads to the zone's own name servers.

`dns.message` is used without `dns.resolver`, whose cache and search lists are not wanted here.

The reasons are in ADR 35.
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
"""The port of name servers (RFC 1035 section 4.2)."""
_SYSTEM = Path("/etc/resolv.conf")
"""Where the system names its resolvers (resolv.conf(5))."""
_CONCLUSIVE = frozenset({dns.rcode.NOERROR, dns.rcode.NXDOMAIN})
"""Response codes that answer the question: the name has records or none, or does not exist."""


class Resolver:
    """A resolver: `nameserver` is an IP address with or without a port, or empty for the system's."""

    def __init__(self, nameserver: str = "") -> None:
        self._named = _server(nameserver) if nameserver else None

    @property
    def servers(self) -> tuple[NameServer, ...]:
        """The name servers that are asked, in turn."""
        if self._named is not None:
            return (self._named,)
        lines = (line.split() for line in _SYSTEM.read_text(encoding="utf-8").splitlines())
        return tuple(NameServer("", words[1], DNS_PORT) for words in lines if words[:1] == ["nameserver"] and words[1:])

    def is_authority(self, answer: QueryMessage) -> bool:
        """Return whether an answer is authoritative and came from a given server, as in the local world.

        The system's resolver is not trusted in that: split-horizon DNS may show another zone than the CA sees.
        """
        return self._named is not None and bool(answer.flags & dns.flags.AA)

    def query(self, name: Name, rdtype: str, dns_client: DnsClient) -> QueryMessage:
        """Return the first answer to a query for a name's records; raise DnsFailure if no server answers.

        `rdtype` is the record type, as `TXT`; `dns_client` sends the query.
        """
        answered = False
        for server in self.servers:
            answers = dns_client.query(name, rdtype, [server], recursive=True)
            answered = answered or bool(answers)
            answer = answers.get(server)
            if answer is not None:
                return answer
        raise DnsFailure("an answer that cannot be read" if answered else "no answer from the name server")

    def addresses(self, name: str, dns_client: DnsClient) -> tuple[Address, ...]:
        """Return all A and AAAA records of a name, none if it does not exist.

        Raises DnsFailure if neither could be read. `dns_client` sends the queries.
        """
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
        """Return the records of a name and, if it is an alias, those of its target.

        Raises DnsFailure if none can be read. `rdtype` is the record type, as `TXT`; `dns_client` sends the query.
        """
        answer = self.query(name, rdtype, dns_client)
        if answer.rcode() not in _CONCLUSIVE:
            raise DnsFailure(dns.rcode.to_text(answer.rcode()))
        if answer.rcode() == dns.rcode.NXDOMAIN:
            return []
        try:
            return list(answer.resolve_chaining().answer or ())
        except dns.exception.DNSException as error:
            raise DnsFailure(f"an answer that cannot be read ({type(error).__name__})") from error


def to_name(text: str) -> Name:
    """Return the absolute DNS name of a text; raise DnsFailure if it cannot be one."""
    try:
        return dns.name.from_text(text)
    except (dns.exception.DNSException, ValueError) as error:
        raise DnsFailure(f"this is no DNS name ({type(error).__name__})") from error


def shown_name(name: Name) -> str:
    """Return a name as people write it: in lower case, without a final dot."""
    return name.to_text(omit_final_dot=True).lower()


def _server(nameserver: str) -> NameServer:
    """Return the server of `192.0.2.1:5353`, `192.0.2.1`, `[2001:db8::1]:5353` or `2001:db8::1`."""
    host, colon, port = nameserver.rpartition(":")
    if not colon or (":" in host and not host.endswith("]")):
        return NameServer("", nameserver.strip("[]"), DNS_PORT)
    return NameServer("", host.strip("[]"), int(port))
