"""A DNS with a resolver and zones that have servers of their own: real ones, each at an address of the loopback.

All share one port number, which stands for port 53. The resolver leads to the zones and answers from them, as one that
has just checked; what a test breaks is a server, a zone's data on one server, or a delegation.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from certkeeper.adapters.lookout.lookout import ChallengeLookout
from tests.integration.lookout.scripted_name_server import ScriptedNameServer

Message = dns.message.Message
Mood = Callable[[Message], bytes | None]
"""Answers a question in place of the zone's data."""

RESOLVER = "127.0.0.2"
"""Not 127.0.0.1: other programs' ports are mostly taken there."""


def absolute(name: str) -> dns.name.Name:
    """As it stands in a message."""
    return dns.name.from_text(name)


@dataclass
class Authority:
    """One name server. `records` are by name and type, `glue` the addresses of hosts that it refers to."""

    host: str
    address: str
    apex: dns.name.Name
    records: dict[tuple[dns.name.Name, dns.rdatatype.RdataType], list[str]] = field(default_factory=dict)
    glue: dict[str, str] = field(default_factory=dict)
    mood: Mood | None = None
    asked: list[str] = field(default_factory=list)

    def put(self, name: str, kind: str, *values: str) -> None:
        """Sets the values at a name, in the form of a zone file."""
        self.records[absolute(name), dns.rdatatype.from_text(kind)] = list(values)

    def text(self, name: str, *values: str) -> None:
        """Sets TXT values, without their quotes."""
        self.put(name, "TXT", *(f'"{value}"' for value in values))

    def answer(self, question: Message, _tcp: bool) -> bytes | None:  # noqa: FBT001 - a script's own form
        """As RFC 1034 section 4.3.2 wants it, unless in a mood."""
        self.asked.append(question.question[0].to_text())
        return self.mood(question) if self.mood else self.honest(question).to_wire()

    def honest(self, question: Message) -> Message:
        """The data, a referral downwards, or what negative answers are made of."""
        name, kind = question.question[0].name, question.question[0].rdtype
        response = dns.message.make_response(question)
        cut = next((owner for owner in self._cuts() if name.is_subdomain(owner)), None)
        if cut is not None:
            response.authority.append(self._rrset(cut, dns.rdatatype.NS))
            for host, address in self.glue.items():
                response.additional.append(dns.rrset.from_text(f"{host}.", 5, "IN", "A", address))
            return response
        response.flags |= dns.flags.AA
        for one in (dns.rdatatype.CNAME, kind):
            if (name, one) in self.records:
                response.answer.append(self._rrset(name, one))
                return response
        if not any(owner.is_subdomain(name) for owner, _ in self.records):
            response.set_rcode(dns.rcode.NXDOMAIN)
        response.authority.append(dns.rrset.from_text(self.apex, 5, "IN", "SOA", "ns. me. 1 2 3 4 5"))
        return response

    def _cuts(self) -> Iterable[dns.name.Name]:
        return [name for name, kind in self.records if kind == dns.rdatatype.NS and name != self.apex]

    def _rrset(self, name: dns.name.Name, kind: dns.rdatatype.RdataType) -> dns.rrset.RRset:
        return dns.rrset.from_text(name, 5, "IN", dns.rdatatype.to_text(kind), *self.records[name, kind])


class SmallInternet:
    """`test.` with one server, and zones below it, each with its own.

    For names below those in `unresolvable` the resolver has only a code, and of `unknown_zones` it has not heard yet.
    """

    def __init__(self) -> None:
        self.authorities: list[Authority] = []
        self.unresolvable: dict[dns.name.Name, dns.rcode.Rcode] = {}
        self.unknown_zones: set[dns.name.Name] = set()
        self._numbers = itertools.count(1)
        self._servers = [ScriptedNameServer(self._resolve, RESOLVER)]
        self.port = self._servers[0].port
        self.zone("test", servers=1)

    def zone(self, apex: str, *, servers: int = 2) -> tuple[Authority, ...]:
        """Makes a zone with so many servers, and delegates to them from the zone above."""
        above = self._holding(absolute(apex))
        made = tuple(self._authority(apex, number) for number in range(1, servers + 1))
        hosts = [f"{one.host}." for one in made]
        for one in made:
            one.put(apex, "NS", *hosts)
        for parent in above:
            parent.put(apex, "NS", *hosts)
            parent.glue.update({one.host: one.address for one in made})
        return made

    def lookout(self, **settings: object) -> ChallengeLookout:
        """One that begins at the resolver here, and goes wherever it leads."""
        wanted = {"allow_private": True, "name_seconds": 5, "step_seconds": 1, **settings}
        return ChallengeLookout(nameserver=f"{RESOLVER}:{self.port}", dns_port=self.port, **wanted)  # type: ignore[arg-type]

    def stop(self) -> None:
        """End all servers."""
        for server in self._servers:
            server.stop()

    def _authority(self, apex: str, number: int) -> Authority:
        """Its name's address is known to the resolver, as that of any host."""
        authority = Authority(f"ns{number}.{apex}", f"127.53.0.{next(self._numbers)}", absolute(apex))
        self.authorities.append(authority)
        self._servers.append(ScriptedNameServer(authority.answer, authority.address, self.port))
        return authority

    def _holding(self, name: dns.name.Name) -> list[Authority]:
        """The servers of the deepest zone that holds the name; the zone itself is the deepest for its apex."""
        known = [one for one in self.authorities if one.apex not in self.unknown_zones]
        deepest = max((len(one.apex) for one in known if name.is_subdomain(one.apex)), default=0)
        return [one for one in known if name.is_subdomain(one.apex) and len(one.apex) == deepest]

    def _resolve(self, question: Message, _tcp: bool) -> bytes:  # noqa: FBT001 - a script's own form
        """Not authoritative, and honest: it asks the first server of the zone, whatever its mood."""
        name, kind = question.question[0].name, question.question[0].rdtype
        response = dns.message.make_response(question)
        response.flags |= dns.flags.RA
        failing = [code for owner, code in self.unresolvable.items() if name.is_subdomain(owner)]
        host = next((one for one in self.authorities if absolute(one.host) == name), None)
        holding = self._holding(name)
        if failing:
            response.set_rcode(failing[0])
        elif host is not None and kind == dns.rdatatype.A:
            response.answer.append(dns.rrset.from_text(name, 5, "IN", "A", host.address))
        elif holding:
            found = holding[0].honest(question)
            response.set_rcode(found.rcode())
            response.answer, response.authority = found.answer, found.authority
        else:
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()
