"""The check of dns-persist-01 (draft-ietf-acme-dns-persist): one persistent record for an issuer and an account.

Like the CA (boulder va/dns_persist.go), it accepts a name if any one record matches.

The reasons are in ADR 39.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.lookout.dns import verdicts
from certkeeper.adapters.lookout.dns.dns01 import find_texts, texts_of
from certkeeper.adapters.lookout.dns.resolver import shown_name
from certkeeper.adapters.lookout.dns.server_answers import AnswerKind
from certkeeper.adapters.lookout.outcome import NotReady
from certkeeper.domain.dns.findings import FindingCode
from certkeeper.domain.dns.persistent_records import WILDCARD, PersistentRecord, UnreadableRecordError, issuer_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.adapters.lookout.dns.dns_client import DnsClient
    from certkeeper.adapters.lookout.dns.zones import Zones
    from certkeeper.domain.dns.findings import Expectation

_AROUND = "\"'` \t\r\n\xa0\ufeff\u200b\u200c\u200d\u200e\u200f\u2018\u2019\u201c\u201d\u2060"
"""Quotes, blanks and invisible characters, as word processors and web pages put around a text."""


def check_persist01(expectation: Expectation, zones: Zones, dns_client: DnsClient, now: datetime) -> str:
    """Check an expectation and return the name server that has its record; raise NotReady if it is missing anywhere.

    `now` decides whether the record's end has passed. `zones` caches what the names of an order share, and `dns_client`
    sends the queries.
    """
    wanted = PersistentRecord.read(expectation.expected)
    is_wildcard = expectation.name.startswith("*.")

    def objections(text: str) -> str:
        return _objection(text, wanted, is_wildcard=is_wildcard, now=now)

    def matches(texts: Sequence[str]) -> bool:
        return any(not objections(text) for text in texts)

    result, without_match = find_texts(expectation, matches, zones, dns_client)
    if without_match is None:
        return str(result.authoritative[0].server)
    name, server, texts = shown_name(result.names[-1]), str(without_match.server), texts_of(without_match)
    if without_match.kind is AnswerKind.NO_NAME:
        raise verdicts.no_such_name(name, shown_name(result.zone.apex), server)
    if not texts:
        raise verdicts.no_record(name, server)
    if any(not objections(text.strip(_AROUND)) for text in texts):
        advice = f"remove what is around the expected text at {name}: quotes, blanks or characters that cannot be seen"
        raise NotReady(FindingCode.WRONG_RECORD, verdicts.shown(texts), advice, server=server)
    own = [text for text in texts if issuer_of(text) == wanted.issuer]
    if not own:
        raise verdicts.wrong_record(name, texts, server)
    advice = f"change the TXT record at {name} to exactly the expected text: {objections(own[0])}"
    raise NotReady(FindingCode.WRONG_RECORD, verdicts.shown(own[:1]), advice, server=server)


def _objection(text: str, wanted: PersistentRecord, *, is_wildcard: bool, now: datetime) -> str:
    """Return why the CA would not accept a record, or "" if it would."""
    try:
        found = PersistentRecord.read(text)
    except UnreadableRecordError as error:
        return str(error)
    if found.issuer != wanted.issuer:
        return "it names another CA"
    if found.account_uri != wanted.account_uri:
        return "it names another account at the CA"
    if is_wildcard and found.policy != WILDCARD:
        return f"a wildcard needs policy={WILDCARD}"
    if found.until is not None and now > found.until:
        return "its persistUntil is in the past"
    return ""
