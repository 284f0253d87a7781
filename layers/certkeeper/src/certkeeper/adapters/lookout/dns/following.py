"""From a record's name to what its zone's own servers say, through aliases and delegations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.adapters.lookout.dns.votes import Says, Vote, vote

if TYPE_CHECKING:
    from dns.message import QueryMessage
    from dns.name import Name

    from certkeeper.adapters.lookout.dns.asking import Asker, Server
    from certkeeper.adapters.lookout.dns.zones import Zone, Zones

MAX_ALIASES = 8
"""RFC 1034 sets no limit; unbound, which Let's Encrypt asks, follows 11 (`max-query-restarts`), others 8."""
_MAX_CUTS = 5


class EndlessAliasError(Exception):
    """The aliases go round, or on for too long; `names` are those that were followed."""

    def __init__(self, names: tuple[Name, ...]) -> None:
        super().__init__("an endless chain of aliases")
        self.names = names


@dataclass(frozen=True, slots=True)
class Sighting:
    """`names`: the one asked for, then where its aliases lead. `votes` are about the last of them, in `zone`."""

    names: tuple[Name, ...]
    zone: Zone
    votes: tuple[Vote, ...]

    @property
    def counting(self) -> tuple[Vote, ...]:
        """Those of the servers that have answered for the zone."""
        return tuple(one for one in self.votes if one.counts)


def follow(name: Name, kind: str, zones: Zones, asker: Asker) -> Sighting:
    """What the servers say about the name. Raises DnsFailure and EndlessAliasError.

    Where they do not agree on an alias, it is not followed: the votes differ, and that is the sighting.
    """
    names = [name]
    while True:
        zone, votes = _settled(names[-1], kind, zones, asker)
        sighting = Sighting(tuple(names), zone, votes)
        targets = {one.target for one in sighting.counting}
        target = targets.pop() if len(targets) == 1 else None
        if target is None:
            return sighting
        if target in names or len(names) > MAX_ALIASES:
            raise EndlessAliasError((*names, target))
        names.append(target)


def _settled(name: Name, kind: str, zones: Zones, asker: Asker) -> tuple[Zone, tuple[Vote, ...]]:
    """The votes in the zone that really holds the name: the resolver may not know of a cut below."""
    zone = zones.of(name, asker)
    cuts = 0
    while True:
        answers = asker.ask(name, kind, zone.servers)
        votes = tuple(_vote(server, answers, name, kind, zone) for server in zone.servers)
        referral = next((one for one in votes if one.says is Says.REFERRAL and one.records is not None), None)
        if referral is None or referral.records is None or cuts == _MAX_CUTS:
            return zone, votes
        told = answers[referral.server]
        zone = zones.below(zone, referral.records, told.additional if told else (), asker)
        cuts += 1


def _vote(server: Server, answers: dict[Server, QueryMessage | None], name: Name, kind: str, zone: Zone) -> Vote:
    if server not in answers:
        return Vote(server, Says.SILENT, why="nothing")
    return vote(server, answers[server], name, kind, zone)
