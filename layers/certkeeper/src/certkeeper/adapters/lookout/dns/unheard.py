"""Why none of a zone's servers has given an answer for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.lookout.dns import verdicts
from certkeeper.adapters.lookout.dns.resolver import shown_name
from certkeeper.adapters.lookout.dns.votes import Says

if TYPE_CHECKING:
    from certkeeper.adapters.lookout.dns.following import Sighting
    from certkeeper.adapters.lookout.outcome import NotReady


def unheard(sighting: Sighting) -> NotReady:
    """What to change first: a server that refuses says more than one that is silent."""
    zone = shown_name(sighting.zone.apex)
    by_word = {one.says: one for one in reversed(sighting.votes)}
    if Says.SERVFAIL in by_word:
        return verdicts.servfail(shown_name(sighting.names[-1]), str(by_word[Says.SERVFAIL].server))
    lame = by_word.get(Says.LAME) or by_word.get(Says.REFERRAL)
    if lame is not None:
        return verdicts.lame(zone, str(lame.server), lame.why or "with another delegation")
    if Says.SILENT in by_word:
        return verdicts.silent(zone, str(by_word[Says.SILENT].server))
    return verdicts.without_address(zone, sighting.zone.hosts)
