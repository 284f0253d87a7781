"""The meaning of the answer of each name server of a zone for one name (ADR 35)."""

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

    from certkeeper.adapters.lookout.dns.dns_client import NameServer
    from certkeeper.adapters.lookout.dns.zones import Zone


class AnswerKind(Enum):
    """Kinds of answers. RECORDS to NO_NAME answer the query; with the others the server has no answer to give."""

    RECORDS = auto()
    ALIAS = auto()
    NO_DATA = auto()
    NO_NAME = auto()
    REFERRAL = auto()
    SERVFAIL = auto()
    LAME = auto()
    NO_ANSWER = auto()


_WORDS = frozenset({AnswerKind.RECORDS, AnswerKind.ALIAS, AnswerKind.NO_DATA, AnswerKind.NO_NAME})


@dataclass(frozen=True, slots=True)
class ServerAnswer:
    """The answer of one name server. `why` says what came in its place if it has none for the name."""

    server: NameServer
    kind: AnswerKind
    records: RRset | None = None
    target: Name | None = None
    why: str = ""

    @property
    def is_authoritative(self) -> bool:
        """Whether the server has answered for the zone."""
        return self.kind in _WORDS


def read_answer(server: NameServer, answer: QueryMessage | None, name: Name, rdtype: str, zone: Zone) -> ServerAnswer:
    """Return what the answer of a server means for the records of a name: RFC 1034 section 4.3.2, RFC 2308 if negative.

    `rdtype` is the record type, and `zone` the one that the server was asked for. `answer` is None if it could not be
    read.
    """
    if answer is None:
        return ServerAnswer(server, AnswerKind.NO_ANSWER, why="nothing that could be read")
    if answer.rcode() not in {dns.rcode.NOERROR, dns.rcode.NXDOMAIN}:
        kind = AnswerKind.SERVFAIL if answer.rcode() == dns.rcode.SERVFAIL else AnswerKind.LAME
        return ServerAnswer(server, kind, why=dns.rcode.to_text(answer.rcode()))
    if not answer.flags & dns.flags.AA:
        return _answer_of_another_zone(server, answer, name, zone)
    return _answer_of_the_zone(server, answer, name, rdtype)


def _answer_of_the_zone(server: NameServer, answer: QueryMessage, name: Name, rdtype: str) -> ServerAnswer:
    alias = _section(answer.answer, name, dns.rdatatype.CNAME)
    if alias is not None:
        return ServerAnswer(server, AnswerKind.ALIAS, target=alias[0].target)
    records = _section(answer.answer, name, dns.rdatatype.from_text(rdtype))
    if records is not None:
        return ServerAnswer(server, AnswerKind.RECORDS, records)
    return ServerAnswer(server, AnswerKind.NO_NAME if answer.rcode() == dns.rcode.NXDOMAIN else AnswerKind.NO_DATA)


def _answer_of_another_zone(server: NameServer, answer: QueryMessage, name: Name, zone: Zone) -> ServerAnswer:
    """Return what an answer without authority means.

    A referral downwards is honest. One upwards, or an answer from a cache, means that the server does not have the
    zone.
    """
    for one in answer.authority:
        downwards = one.name != zone.apex and one.name.is_subdomain(zone.apex) and name.is_subdomain(one.name)
        if one.rdtype == dns.rdatatype.NS and downwards:
            return ServerAnswer(server, AnswerKind.REFERRAL, one)
    return ServerAnswer(server, AnswerKind.LAME, why="an answer that is not authoritative")


def _section(section: list[RRset], name: Name, rdtype: int) -> RRset | None:
    return next((one for one in section if one.name == name and one.rdtype == rdtype), None)
