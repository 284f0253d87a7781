"""The check of dns-01, as the CA's resolver makes it (RFC 8555 section 8.4), at all name servers of the zone."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, cast

from certkeeper.adapters.lookout.dns import verdicts
from certkeeper.adapters.lookout.dns.following import EndlessAliasError, follow
from certkeeper.adapters.lookout.dns.resolver import shown_name, to_name
from certkeeper.adapters.lookout.dns.server_answers import AnswerKind
from certkeeper.adapters.lookout.outcome import DnsFailure
from certkeeper.adapters.lookout.surplus import surplus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dns.rdtypes.ANY.TXT import TXT

    from certkeeper.adapters.lookout.dns.dns_client import DnsClient
    from certkeeper.adapters.lookout.dns.following import LookupResult
    from certkeeper.adapters.lookout.dns.server_answers import ServerAnswer
    from certkeeper.adapters.lookout.dns.zones import Zones
    from certkeeper.adapters.lookout.outcome import NotReady
    from certkeeper.domain.dns.findings import Expectation

    Matches = Callable[[Sequence[str]], bool]


_ACME_VALUE = re.compile(r"[A-Za-z0-9_-]{43}")
"""The form of a dns-01 value: SHA-256 in base64url without padding (RFC 8555 section 8.4)."""


def check_dns01(
    expectation: Expectation, zones: Zones, dns_client: DnsClient, others: frozenset[str] = frozenset()
) -> str:
    """Check an expectation and return the name server that has its value; raise NotReady if it is missing anywhere.

    `others` are the values that other names of the order expect at the same place. `zones` caches what the names of an
    order share, and `dns_client` sends the queries.
    """

    def matches(texts: Sequence[str]) -> bool:
        return expectation.expected in texts

    result, without_match = find_texts(expectation, matches, zones, dns_client)
    if without_match is None:
        return str(result.authoritative[0].server)
    raise _wrong_alias(expectation, result) or _wrong(expectation, result, without_match, others, zones, dns_client)


def find_texts(
    expectation: Expectation, matches: Matches, zones: Zones, dns_client: DnsClient
) -> tuple[LookupResult, ServerAnswer | None]:
    """Return the result of the expectation's lookup, and an answer without the expected text; None if all have it.

    `matches` decides about the texts of one answer. Raises NotReady if some servers have the text and others do not,
    for the CA asks any of them, and if the zone cannot be read. `zones` and `dns_client` are as in `check_dns01`.
    """
    result = txt_records_at(expectation.where, zones, dns_client)
    without_match = [one for one in result.authoritative if not matches(texts_of(one))]
    with_match = [one for one in result.authoritative if matches(texts_of(one))]
    if not without_match and result.zone.trouble:
        raise verdicts.servfail(expectation.where, "")
    if without_match and with_match:
        seen = verdicts.shown(texts_of(without_match[0])) or f"nothing at {shown_name(result.names[-1])}"
        raise verdicts.disagree(
            shown_name(result.names[-1]), str(without_match[0].server), str(with_match[0].server), seen
        )
    return result, without_match[0] if without_match else None


def txt_records_at(where: str, zones: Zones, dns_client: DnsClient) -> LookupResult:
    """Return what the zone's name servers answer for the TXT records at a name (`where`); at least one has answered.

    Raises NotReady if none does. `zones` and `dns_client` are as in `check_dns01`.
    """
    try:  # a wildcard and its apex share a record, which is queried once
        result = zones.cached(("seen", where), dns_client, partial(follow, to_name(where), "TXT", zones, dns_client))
    except DnsFailure as failure:
        raise verdicts.unanswered(where, failure) from failure
    except EndlessAliasError as endless:
        raise verdicts.endless_cname(where, [shown_name(name) for name in endless.names]) from endless
    if not result.authoritative:
        raise _no_authoritative_answer(result)
    return result


def texts_of(answer: ServerAnswer) -> tuple[str, ...]:
    """Return the TXT values of an answer; the strings of each are joined (RFC 8555 section 8.4).

    Octets that are no UTF-8 are kept by `surrogateescape`.
    """
    records = cast(
        "Iterable[TXT]", answer.records if answer.kind is AnswerKind.RECORDS and answer.records is not None else ()
    )
    return tuple(b"".join(record.strings).decode("utf-8", "surrogateescape") for record in records)


def _wrong_alias(expectation: Expectation, result: LookupResult) -> NotReady | None:
    """Return the finding if the CNAME of a delegated name is wrong.

    Without it nobody sees the value in the target zone.
    """
    if not expectation.alias or to_name(expectation.alias) in result.names:
        return None
    server = str(result.authoritative[0].server)
    if len(result.names) == 1:
        return verdicts.missing_cname(expectation.where, expectation.alias, server)
    return verdicts.wrong_cname(expectation.where, expectation.alias, shown_name(result.names[1]), server)


def _wrong(
    expectation: Expectation,
    result: LookupResult,
    without_match: ServerAnswer,
    others: frozenset[str],
    zones: Zones,
    dns_client: DnsClient,
) -> NotReady:
    name, server, texts = shown_name(result.names[-1]), str(without_match.server), texts_of(without_match)
    if doubled := _doubled(expectation, result, zones, dns_client):
        return verdicts.doubled_name(expectation.where, doubled, server)
    if without_match.kind is AnswerKind.NO_NAME:
        return verdicts.no_such_name(name, shown_name(result.zone.apex), server)
    if not texts:
        return verdicts.no_record(name, server)
    return _wrong_texts(name, texts, server, expectation.expected, others)


def _wrong_texts(name: str, texts: Sequence[str], server: str, expected: str, others: frozenset[str]) -> NotReady:
    if others & set(texts):
        return verdicts.only_the_other_value(name, texts, server)
    for text in texts:
        if (beside := surplus(text.encode("utf-8", "surrogateescape"), expected)) is not None:
            return verdicts.more_than_the_value(name, texts, server, beside)
    if any(_ACME_VALUE.fullmatch(text) for text in texts):
        return verdicts.stale_record(name, texts, server)
    return verdicts.wrong_record(name, texts, server)


def _doubled(expectation: Expectation, result: LookupResult, zones: Zones, dns_client: DnsClient) -> str:
    """Return where a DNS provider appended the zone to a full name, if the value is there; else ""."""
    apex = shown_name(result.zone.apex)
    zone = apex if "." in apex else expectation.name.removeprefix("*.")
    doubled = f"{expectation.where}.{zone}"
    try:
        there = follow(to_name(doubled), "TXT", zones, dns_client)
    except (DnsFailure, EndlessAliasError):
        return ""
    return doubled if any(expectation.expected in texts_of(one) for one in there.authoritative) else ""


def _no_authoritative_answer(result: LookupResult) -> NotReady:
    """Return the finding if no server of the zone gave an answer.

    One that refuses says more than one that is silent.
    """
    zone = shown_name(result.zone.apex)
    by_kind = {one.kind: one for one in reversed(result.server_answers)}
    if AnswerKind.SERVFAIL in by_kind:
        return verdicts.servfail(shown_name(result.names[-1]), str(by_kind[AnswerKind.SERVFAIL].server))
    lame = by_kind.get(AnswerKind.LAME) or by_kind.get(AnswerKind.REFERRAL)
    if lame is not None:
        return verdicts.lame(zone, str(lame.server), lame.why or "with another delegation")
    if AnswerKind.NO_ANSWER in by_kind:
        return verdicts.no_answer(zone, str(by_kind[AnswerKind.NO_ANSWER].server))
    return verdicts.without_address(zone, result.zone.hosts)
