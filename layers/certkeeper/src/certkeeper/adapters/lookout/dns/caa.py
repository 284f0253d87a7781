"""CAA: whether the owner of a name lets our CA issue (RFC 8659), so (RFC 8657), and for us.

Asked of the resolver, which remembers: names of one zone share the way up. What forbids is asked for again at the
zone's own servers, so that a record that was put right a moment ago does not stand in the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import dns.name

from certkeeper.adapters.lookout.dns.following import EndlessAliasError, follow
from certkeeper.adapters.lookout.dns.resolver import shown_name, to_name
from certkeeper.adapters.lookout.dns.server_answers import AnswerKind
from certkeeper.adapters.lookout.dns.verdicts import unanswered
from certkeeper.adapters.lookout.outcome import DnsFailure, NotReady
from certkeeper.domain.dns.findings import FindingCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dns.name import Name
    from dns.rdtypes.ANY.CAA import CAA

    from certkeeper.adapters.lookout.dns.dns_client import DnsClient
    from certkeeper.adapters.lookout.dns.zones import Zones
    from certkeeper.domain.dns.findings import Expectation


_CRITICAL = 0x80
_KNOWN = frozenset({b"issue", b"issuewild", b"iodef", b"contactemail", b"contactphone", b"issuemail"})


def check_caa(expectation: Expectation, zones: Zones, dns_client: DnsClient) -> None:
    """Returns where our CA may issue. Raises NotReady."""
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
    said = next((one for one in authoritative if one.kind is AnswerKind.RECORDS), None)
    if said is None or said.records is None:
        return [] if authoritative else None
    return list(cast("Iterable[CAA]", said.records))


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
    ours = [text for text in properties if text.partition(";")[0].strip().lower() in expectation.issuers]
    seen = ", ".join(f'{tag.decode()} "{text}"' for text in sorted(properties))
    if not ours:
        what = "wildcards" if wild else "the CA of this order"
        wanted = f'{tag.decode()} "{expectation.issuers[0]}"'
        advice = f"add a CAA record at {owner} that allows {what}: 0 {wanted}, beside the others"
        return _forbids(owner, seen, wanted, advice)
    reasons = [_parameters(text, expectation) for text in ours]
    if "" in reasons:
        return None
    wanted = f'{tag.decode()} "{expectation.issuers[0]}", with parameters that allow this order'
    return _forbids(owner, seen, wanted, f"change the CAA record at {owner}: {reasons[0]}")


def _parameters(text: str, expectation: Expectation) -> str:
    """RFC 8657 sections 3 and 4: why this property does not allow the order; empty where it does."""
    pairs = (parameter.partition("=") for parameter in text.split(";")[1:])
    said = {tag.strip().lower(): value.strip() for tag, _, value in pairs}
    methods = said.get("validationmethods")
    if methods is not None and expectation.challenge not in {method.strip() for method in methods.split(",")}:
        return f"its validationmethods leave out {expectation.challenge}"
    account = said.get("accounturi")
    if account is not None and expectation.account_uri and account != expectation.account_uri:
        return f"its accounturi is another account's than {expectation.account_uri}"
    return ""


def _text(value: bytes) -> str:
    return value.decode("ascii", "replace")


def _forbids(owner: str, seen: str, wanted: str, advice: str) -> NotReady:
    """Return the outcome for CAA records at `owner` that forbid the order; it is about them, not the challenge."""
    expected = wanted or "no critical property that CAs do not know"
    return NotReady(FindingCode.CAA_FORBIDS, seen, advice, where=f"CAA at {owner}", expected=expected)
