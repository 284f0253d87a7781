"""The check of CAA records (RFC 8659): they may forbid the CA to issue, also for one challenge or account (RFC 8657).

The resolver is asked, which caches: names of one zone share the way up. If a record forbids the order, the zone's own
servers are asked too, so that the old value of a record that was corrected a moment ago is not used.

The reasons are in ADR 37.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import dns.name

from certkeeper.adapters.lookout.dns.following import EndlessAliasError, follow
from certkeeper.adapters.lookout.dns.resolver import shown_name, to_name
from certkeeper.adapters.lookout.dns.server_answers import AnswerKind
from certkeeper.adapters.lookout.dns.verdicts import unanswered
from certkeeper.adapters.lookout.outcome import MAX_SEEN_CHARACTERS, DnsFailure, NotReady
from certkeeper.domain.dns.findings import FindingCode
from certkeeper.domain.printable import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dns.name import Name
    from dns.rdtypes.ANY.CAA import CAA

    from certkeeper.adapters.lookout.dns.dns_client import DnsClient
    from certkeeper.adapters.lookout.dns.zones import Zones
    from certkeeper.domain.dns.findings import Expectation


_CRITICAL = 0x80
"""The critical flag (RFC 8659 section 4.1)."""
_KNOWN = frozenset({b"issue", b"issuewild", b"iodef", b"contactemail", b"contactphone", b"issuemail"})
"""Property tags of RFC 8659 sections 4.2 to 4.4, RFC 9495 and the registry of IANA."""


def check_caa(expectation: Expectation, zones: Zones, dns_client: DnsClient) -> None:
    """Return if the CA may issue for the expectation's name; raise NotReady if CAA records forbid it.

    `zones` caches what the names of an order share, and `dns_client` sends the queries.
    """
    if not expectation.issuers:
        return
    name = to_name(expectation.name.removeprefix("*."))
    try:
        while name != dns.name.root:  # RFC 8659 section 3: up to, but not including, the root
            if records := cast("list[CAA]", zones.cached_records(name, "CAA", dns_client)):
                _judge(expectation, name, records, zones, dns_client)
                return
            name = name.parent()
    except DnsFailure as failure:
        raise unanswered(shown_name(name), failure) from failure


def _judge(expectation: Expectation, owner: Name, records: list[CAA], zones: Zones, dns_client: DnsClient) -> None:
    objection = _objection(expectation, shown_name(owner), records)
    if objection is not None:
        fresh = _fresh(owner, zones, dns_client)
        objection = _objection(expectation, shown_name(owner), fresh) if fresh is not None else objection
    if objection is not None:
        raise objection


def _fresh(owner: Name, zones: Zones, dns_client: DnsClient) -> list[CAA] | None:
    try:
        authoritative = follow(owner, "CAA", zones, dns_client).authoritative
    except (DnsFailure, EndlessAliasError):
        return None
    found = next((one for one in authoritative if one.kind is AnswerKind.RECORDS), None)
    if found is None or found.records is None:
        return [] if authoritative else None
    return list(cast("Iterable[CAA]", found.records))


def _objection(expectation: Expectation, owner: str, records: Sequence[CAA]) -> NotReady | None:
    wild = expectation.name.startswith("*.") and any(one.tag.lower() == b"issuewild" for one in records)
    tag = b"issuewild" if wild else b"issue"
    properties = [_text(one.value) for one in records if one.tag.lower() == tag]
    critical = [one.tag for one in records if one.flags & _CRITICAL and one.tag.lower() not in _KNOWN]
    if critical:
        what = f"no CA may issue while it has the critical property {_text(critical[0])}, which is unknown"
        return _forbids(owner, _text(critical[0]), "", f"change the CAA record at {owner}: {what}")
    if not properties:
        return None
    own = [text for text in properties if text.partition(";")[0].strip().lower() in expectation.issuers]
    seen = ", ".join(f'{tag.decode()} "{visible(text, MAX_SEEN_CHARACTERS)}"' for text in sorted(properties))
    if not own:
        what = "wildcards" if wild else "the CA of this order"
        wanted = f'{tag.decode()} "{expectation.issuers[0]}"'
        advice = f"add a CAA record at {owner} that allows {what}: 0 {wanted}, beside the others"
        return _forbids(owner, seen, wanted, advice)
    reasons = [_parameters(text, expectation) for text in own]
    if "" in reasons:
        return None
    wanted = f'{tag.decode()} "{expectation.issuers[0]}", with parameters that allow this order'
    return _forbids(owner, seen, wanted, f"change the CAA record at {owner}: {reasons[0]}")


def _parameters(text: str, expectation: Expectation) -> str:
    """Return why a CAA property does not allow the order, or "" if it does: RFC 8657 sections 3 and 4."""
    pairs = (parameter.partition("=") for parameter in text.split(";")[1:])
    parameters = {tag.strip().lower(): value.strip() for tag, _, value in pairs}
    methods = parameters.get("validationmethods")
    if methods is not None and expectation.challenge not in {method.strip() for method in methods.split(",")}:
        return f"its validationmethods leave out {expectation.challenge}"
    account = parameters.get("accounturi")
    if account is not None and expectation.account_uri and account != expectation.account_uri:
        return f"its accounturi is another account's than {expectation.account_uri}"
    return ""


def _text(value: bytes) -> str:
    return value.decode("utf-8", "surrogateescape")


def _forbids(owner: str, seen: str, wanted: str, advice: str) -> NotReady:
    """Return the outcome for CAA records at `owner` that forbid the order; it is about them, not the challenge."""
    expected = wanted or "no critical property that CAs do not know"
    return NotReady(FindingCode.CAA_FORBIDS, seen, advice, where=f"CAA at {owner}", expected=expected)
