"""dns-01 as the CA's resolver finds it: RFC 8555 section 8.4, at all of the zone's own servers."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, cast

from certkeeper.adapters.lookout.dns import verdicts
from certkeeper.adapters.lookout.dns.following import EndlessAliasError, follow
from certkeeper.adapters.lookout.dns.resolver import shown_name, to_name
from certkeeper.adapters.lookout.dns.votes import Says
from certkeeper.adapters.lookout.outcome import DnsFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dns.rdtypes.ANY.TXT import TXT

    from certkeeper.adapters.lookout.dns.asking import Asker
    from certkeeper.adapters.lookout.dns.following import Sighting
    from certkeeper.adapters.lookout.dns.votes import Vote
    from certkeeper.adapters.lookout.dns.zones import Zones
    from certkeeper.adapters.lookout.outcome import NotReady
    from certkeeper.domain.dns.findings import Expectation

    Fits = Callable[[Sequence[str]], bool]


_ACME_VALUE = re.compile(r"[A-Za-z0-9_-]{43}")
"""RFC 8555 section 8.4: SHA-256 in unpadded base64url."""


def look_dns(expectation: Expectation, zones: Zones, asker: Asker, others: frozenset[str] = frozenset()) -> str:
    """Where the value was seen. `others` are the values that other names of the order expect. Raises NotReady."""

    def fits(texts: Sequence[str]) -> bool:
        return expectation.expected in texts

    sighting, lacking = look_for_texts(expectation, fits, zones, asker)
    if lacking is None:
        return str(sighting.counting[0].server)
    raise _wrong_alias(expectation, sighting) or _wrong(expectation, sighting, lacking, others, zones, asker)


def look_for_texts(expectation: Expectation, fits: Fits, zones: Zones, asker: Asker) -> tuple[Sighting, Vote | None]:
    """The sighting, and a server that lacks what fits; None where no server does. Raises NotReady.

    Who lacks it where others have it is a reason by itself, for the CA asks any of them.
    """
    sighting = seen_at(expectation.where, zones, asker)
    lacking = [one for one in sighting.counting if not fits(texts_of(one))]
    having = [one for one in sighting.counting if fits(texts_of(one))]
    if not lacking and sighting.zone.trouble:
        raise verdicts.servfail(expectation.where, "")
    if lacking and having:
        seen = ", ".join(sorted(texts_of(lacking[0]))) or f"nothing at {shown_name(sighting.names[-1])}"
        raise verdicts.disagree(shown_name(sighting.names[-1]), str(lacking[0].server), str(having[0].server), seen)
    return sighting, lacking[0] if lacking else None


def seen_at(where: str, zones: Zones, asker: Asker) -> Sighting:
    """What the zone's servers say, one of them at least. Raises NotReady."""
    try:  # a wildcard and its apex share a record: asked for once
        sighting = zones.once(("seen", where), asker, partial(follow, to_name(where), "TXT", zones, asker))
    except DnsFailure as failure:
        raise verdicts.unanswered(where, failure) from failure
    except EndlessAliasError as endless:
        raise verdicts.endless(where, [shown_name(name) for name in endless.names]) from endless
    if not sighting.counting:
        raise _unheard(sighting)
    return sighting


def texts_of(vote: Vote) -> tuple[str, ...]:
    """The TXT values of an answer, the strings of each joined (RFC 8555 section 8.4)."""
    records = cast("Iterable[TXT]", vote.records if vote.says is Says.RECORDS and vote.records is not None else ())
    return tuple(b"".join(record.strings).decode("ascii", "replace") for record in records)


def _wrong_alias(expectation: Expectation, sighting: Sighting) -> NotReady | None:
    """Of a delegated name the CNAME comes first: without it nobody sees what we write."""
    if not expectation.alias or to_name(expectation.alias) in sighting.names:
        return None
    server = str(sighting.counting[0].server)
    if len(sighting.names) == 1:
        return verdicts.missing_cname(expectation.where, expectation.alias, server)
    return verdicts.wrong_cname(expectation.where, expectation.alias, shown_name(sighting.names[1]), server)


def _wrong(
    expectation: Expectation,
    sighting: Sighting,
    lacking: Vote,
    others: frozenset[str],
    zones: Zones,
    asker: Asker,
) -> NotReady:
    name, server, texts = shown_name(sighting.names[-1]), str(lacking.server), texts_of(lacking)
    if doubled := _doubled(expectation, sighting, zones, asker):
        return verdicts.doubled_name(expectation.where, doubled, server)
    if lacking.says is Says.NO_NAME:
        return verdicts.no_such_name(name, shown_name(sighting.zone.apex), server)
    if not texts:
        return verdicts.no_record(name, server)
    return _wrong_texts(name, texts, server, expectation.expected, others)


def _wrong_texts(name: str, texts: Sequence[str], server: str, expected: str, others: frozenset[str]) -> NotReady:
    if others & set(texts):
        return verdicts.only_the_other(name, texts, server)
    if any(text.strip("\"' \t") == expected for text in texts):
        return verdicts.decorated(name, texts, server)
    if any(_ACME_VALUE.fullmatch(text) for text in texts):
        return verdicts.stale_record(name, texts, server)
    return verdicts.wrong_record(name, texts, server)


def _doubled(expectation: Expectation, sighting: Sighting, zones: Zones, asker: Asker) -> str:
    """Where a provider would have put a record whose full name was entered, if the value is there; else empty."""
    apex = shown_name(sighting.zone.apex)
    zone = apex if "." in apex else expectation.name.removeprefix("*.")
    doubled = f"{expectation.where}.{zone}"
    try:
        there = follow(to_name(doubled), "TXT", zones, asker)
    except (DnsFailure, EndlessAliasError):
        return ""
    return doubled if any(expectation.expected in texts_of(one) for one in there.counting) else ""


def _unheard(sighting: Sighting) -> NotReady:
    """Say why no server of the zone gave an answer: one that refuses says more than one that is silent."""
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
