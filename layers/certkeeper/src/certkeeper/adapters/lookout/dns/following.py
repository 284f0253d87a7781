"""From the name of a record to the answers of its zone's own name servers, through aliases and delegations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.adapters.lookout.dns.server_answers import AnswerKind, ServerAnswer, read_answer

if TYPE_CHECKING:
    from dns.message import QueryMessage
    from dns.name import Name

    from certkeeper.adapters.lookout.dns.dns_client import DnsClient, NameServer
    from certkeeper.adapters.lookout.dns.zones import Zone, Zones

MAX_ALIASES = 8
"""The most CNAMEs that are followed.

RFC 1034 sets no limit; unbound, which Let's Encrypt uses, follows 11 (`max-query-restarts`), and other resolvers 8.
"""
_MAX_CUTS = 5
"""Delegations that are followed below the zone which the resolver knows."""


class EndlessAliasError(Exception):
    """The aliases form a circle or a very long chain; `names` are those that were followed."""

    def __init__(self, names: tuple[Name, ...]) -> None:
        super().__init__("an endless chain of aliases")
        self.names = names


@dataclass(frozen=True, slots=True)
class LookupResult:
    """The answers of the name servers of a zone.

    `names` are the one asked for, then where its aliases lead. `server_answers` are about the last one, in `zone`.
    """

    names: tuple[Name, ...]
    zone: Zone
    server_answers: tuple[ServerAnswer, ...]

    @property
    def authoritative(self) -> tuple[ServerAnswer, ...]:
        """The answers of the servers that have answered for the zone."""
        return tuple(one for one in self.server_answers if one.is_authoritative)


def follow(name: Name, rdtype: str, zones: Zones, dns_client: DnsClient) -> LookupResult:
    """Return what the name servers answer for the records of a name.

    `rdtype` is the record type. An alias is followed only if all servers agree on it. Raises DnsFailure if the resolver
    does not lead to a zone, and EndlessAliasError. `zones` and `dns_client` are as in `check_dns01`.
    """
    names = [name]
    while True:
        zone, server_answers = _answers_of_zone(names[-1], rdtype, zones, dns_client)
        result = LookupResult(tuple(names), zone, server_answers)
        targets = {one.target for one in result.authoritative}
        target = targets.pop() if len(targets) == 1 else None
        if target is None:
            return result
        if target in names or len(names) > MAX_ALIASES:
            raise EndlessAliasError((*names, target))
        names.append(target)


def _answers_of_zone(
    name: Name, rdtype: str, zones: Zones, dns_client: DnsClient
) -> tuple[Zone, tuple[ServerAnswer, ...]]:
    """Return the zone that really holds the name, and its answers: the resolver may not know of a delegation below."""
    zone = zones.of(name, dns_client)
    cuts = 0
    while True:
        answers = dns_client.query(name, rdtype, zone.servers)
        server_answers = tuple(_answer_of(server, answers, name, rdtype, zone) for server in zone.servers)
        referral = next(
            (one for one in server_answers if one.kind is AnswerKind.REFERRAL and one.records is not None), None
        )
        if referral is None or referral.records is None or cuts == _MAX_CUTS:
            return zone, server_answers
        answer = answers[referral.server]
        zone = zones.below(zone, referral.records, answer.additional if answer else (), dns_client)
        cuts += 1


def _answer_of(
    server: NameServer, answers: dict[NameServer, QueryMessage | None], name: Name, rdtype: str, zone: Zone
) -> ServerAnswer:
    if server not in answers:
        return ServerAnswer(server, AnswerKind.NO_ANSWER, why="nothing")
    return read_answer(server, answers[server], name, rdtype, zone)
