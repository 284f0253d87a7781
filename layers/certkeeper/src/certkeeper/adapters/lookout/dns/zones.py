"""The zone that holds a name, and the addresses of its name servers, found as a CA's resolver finds them (ADR 35)."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

import dns.name
import dns.rcode
import dns.rdatatype

from certkeeper.adapters.lookout.dns.dns_client import NameServer
from certkeeper.adapters.lookout.dns.resolver import DNS_PORT, Resolver, shown_name
from certkeeper.adapters.lookout.http.addresses import is_public
from certkeeper.adapters.lookout.outcome import DnsFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from dns.message import QueryMessage
    from dns.name import Name
    from dns.rdata import Rdata
    from dns.rrset import RRset

    from certkeeper.adapters.lookout.dns.dns_client import DnsClient

MAX_HOSTS = 13
"""The most name servers of a zone that are asked: as many as the root zone has. Further ones are ignored."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone: `hosts` are the names of its name servers, `servers` those with an address at which they can be asked.

    `trouble` is the response code of a resolver that could not read the zone, though its servers may be found.
    """

    apex: Name
    hosts: tuple[str, ...]
    servers: tuple[NameServer, ...]
    trouble: str = ""


class Zones:
    """The zones of one run of checks: what one name has found out is not asked again for the others."""

    def __init__(self, resolver: Resolver, *, port: int = DNS_PORT, allow_private: bool = False) -> None:
        self._resolver = resolver
        self._port = port
        self._allow_private = allow_private
        self._known: dict[Hashable, Future[object]] = {}
        self._lock = Lock()

    def of(self, name: Name, dns_client: DnsClient) -> Zone:
        """Return the zone that holds a name; raise DnsFailure if the resolver does not say.

        `dns_client` sends the queries.
        """
        trouble = ""
        while True:
            answer = self.cached(("NS", name), dns_client, partial(self._resolver.query, name, "NS", dns_client))
            if answer.rcode() not in {dns.rcode.NOERROR, dns.rcode.NXDOMAIN}:
                trouble = trouble or dns.rcode.to_text(answer.rcode())
            delegation = _find(answer.answer, name, dns.rdatatype.NS)
            if delegation is not None or name == dns.name.root:
                return self._zone(name, delegation, answer, trouble, dns_client)
            name = _next_up(name, answer)

    def cached_records(self, name: Name, rdtype: str, dns_client: DnsClient) -> list[Rdata]:
        """Return the records of a name from the resolver, which is asked once for all names of an order.

        `rdtype` is the record type, as `CAA`; `dns_client` sends the query. Raises DnsFailure if they cannot be read.
        """
        return self.cached((rdtype, name), dns_client, partial(self._resolver.records, name, rdtype, dns_client))

    def below(self, above: Zone, delegation: RRset, glue: Iterable[RRset], dns_client: DnsClient) -> Zone:
        """Return the zone that a server of the zone above it refers to, by its delegation and the glue.

        `dns_client` sends the queries for addresses.
        """
        hosts = _hosts(delegation)
        return Zone(delegation.name, hosts, self._servers(hosts, glue, dns_client), above.trouble)

    def _zone(
        self, apex: Name, delegation: RRset | None, answer: QueryMessage, trouble: str, dns_client: DnsClient
    ) -> Zone:
        hosts = _hosts(delegation) if delegation is not None else ()
        if self._resolver.is_authority(answer):
            return Zone(apex, hosts, self._resolver.servers, trouble)
        if not hosts:
            raise DnsFailure(trouble or "no zone holds the name")
        return Zone(apex, hosts, self._servers(hosts, answer.additional, dns_client), trouble)

    def _servers(self, hosts: Iterable[str], glue: Iterable[RRset], dns_client: DnsClient) -> tuple[NameServer, ...]:
        known = list(glue)
        found: list[NameServer] = []
        for host in hosts:
            addresses = _glued(known, host) or self.cached(
                ("at", host), dns_client, partial(self._addresses, host, dns_client)
            )
            public = [one for one in addresses if self._allow_private or is_public(ip_address(one))]
            asked = {server.address for server in found}
            found += (NameServer(host, one, self._port) for one in public[:1] if one not in asked)
        return tuple(found)

    def _addresses(self, host: str, dns_client: DnsClient) -> tuple[str, ...]:
        """Return the addresses of a host, IPv4 first, which can be reached from everywhere.

        None if they cannot be found.
        """
        try:
            addresses = self._resolver.addresses(host, dns_client)
        except DnsFailure:
            return ()
        return tuple(str(one) for one in sorted(addresses, key=lambda one: one.version))

    def cached(self, key: Hashable, dns_client: DnsClient, make: Callable[[], T]) -> T:
        """Return what `make` returns, called once for each key.

        Other threads wait for it, as long as `dns_client` allows. Raises DnsFailure if that takes too long, and what
        `make` raises.
        """
        fresh: Future[object] = Future()
        with self._lock:
            known = self._known.setdefault(key, fresh)
        if known is fresh:
            try:
                fresh.set_result(make())
            except BaseException as error:
                fresh.set_exception(error)
                raise
        try:
            return known.result(dns_client.seconds())  # type: ignore[return-value]  # what this key's `make` gave
        except NotYet as error:
            raise DnsFailure("no answer in time") from error


def _next_up(name: Name, answer: QueryMessage) -> Name:
    """Return the apex that a negative answer names (RFC 2308 section 3), else the name one label up.

    Aliases have no zone.
    """
    owners = [one.name for one in answer.authority if one.rdtype == dns.rdatatype.SOA]
    if owners and owners[0] != name and name.is_subdomain(owners[0]):
        return owners[0]
    return name.parent()


def _find(section: Iterable[RRset], name: Name, rdtype: int) -> RRset | None:
    return next((one for one in section if one.name == name and one.rdtype == rdtype), None)


def _hosts(delegation: RRset) -> tuple[str, ...]:
    return tuple(sorted({shown_name(record.target) for record in delegation}))[:MAX_HOSTS]


def _glued(glue: Iterable[RRset], host: str) -> tuple[str, ...]:
    found = (one for one in glue if one.rdtype == dns.rdatatype.A and shown_name(one.name) == host)
    return tuple(record.address for one in found for record in one)
