"""What each server of a zone says about one name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

import dns.flags
import dns.rcode
import dns.rdatatype

if TYPE_CHECKING:
    from dns.message import QueryMessage
    from dns.name import Name
    from dns.rrset import RRset

    from certkeeper.adapters.lookout.dns.asking import Server
    from certkeeper.adapters.lookout.dns.zones import Zone


class Says(Enum):
    """RECORDS to NO_NAME are a server's word; the others mean that it has none to give."""

    RECORDS = auto()
    ALIAS = auto()
    NO_DATA = auto()
    NO_NAME = auto()
    REFERRAL = auto()
    SERVFAIL = auto()
    LAME = auto()
    SILENT = auto()


_WORDS = frozenset({Says.RECORDS, Says.ALIAS, Says.NO_DATA, Says.NO_NAME})


@dataclass(frozen=True, slots=True)
class Vote:
    """One server's answer. `why` is the response code where it has none for the name."""

    server: Server
    says: Says
    records: RRset | None = None
    target: Name | None = None
    why: str = ""

    @property
    def counts(self) -> bool:
        """Whether the server has answered for the zone."""
        return self.says in _WORDS


def vote(server: Server, answer: QueryMessage | None, name: Name, kind: str, zone: Zone) -> Vote:
    """What an answer means: RFC 1034 section 4.3.2, RFC 2308 for the negative ones."""
    if answer is None:
        return Vote(server, Says.SILENT, why="nothing that could be read")
    if answer.rcode() not in {dns.rcode.NOERROR, dns.rcode.NXDOMAIN}:
        says = Says.SERVFAIL if answer.rcode() == dns.rcode.SERVFAIL else Says.LAME
        return Vote(server, says, why=dns.rcode.to_text(answer.rcode()))
    if not answer.flags & dns.flags.AA:
        return _not_its_own(server, answer, name, zone)
    return _its_own(server, answer, name, kind)


def _its_own(server: Server, answer: QueryMessage, name: Name, kind: str) -> Vote:
    alias = _section(answer.answer, name, dns.rdatatype.CNAME)
    if alias is not None:
        return Vote(server, Says.ALIAS, target=alias[0].target)
    records = _section(answer.answer, name, dns.rdatatype.from_text(kind))
    if records is not None:
        return Vote(server, Says.RECORDS, records)
    return Vote(server, Says.NO_NAME if answer.rcode() == dns.rcode.NXDOMAIN else Says.NO_DATA)


def _not_its_own(server: Server, answer: QueryMessage, name: Name, zone: Zone) -> Vote:
    """A referral downwards is honest; one upwards, or an answer from a cache, means that the server lacks the zone."""
    for one in answer.authority:
        downwards = one.name != zone.apex and one.name.is_subdomain(zone.apex) and name.is_subdomain(one.name)
        if one.rdtype == dns.rdatatype.NS and downwards:
            return Vote(server, Says.REFERRAL, one)
    return Vote(server, Says.LAME, why="an answer that is not authoritative")


def _section(section: list[RRset], name: Name, kind: int) -> RRset | None:
    return next((one for one in section if one.name == name and one.rdtype == kind), None)
