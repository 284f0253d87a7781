"""The findings of DNS checks: what the check found, where, and what a person can change about it (ADR 36)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.lookout.outcome import MAX_SEEN_CHARACTERS, NotReady
from certkeeper.domain.dns.findings import FindingCode
from certkeeper.domain.printable import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.adapters.lookout.surplus import Surplus

SERVFAIL = "SERVFAIL"
"""The response code of a server that failed, as dnspython writes it."""


def shown(texts: Sequence[str]) -> str:
    """Return the texts of a record for a finding, in printable ASCII."""
    return ", ".join(visible(text, MAX_SEEN_CHARACTERS) for text in sorted(texts))


def unanswered(name: str, failure: Exception) -> NotReady:
    """Return the finding for a name for which the resolver, at which all checks start, has no usable answer.

    `failure` says what came in its place.
    """
    if str(failure) == SERVFAIL:
        return servfail(name, "")
    advice = (
        f"check the name servers of {name}: the domain is delegated to servers that do not answer, or its DNSSEC "
        "signatures are not valid"
    )
    return NotReady(FindingCode.DNS_FAILURE, f"{name}: {failure}", advice)


def servfail(name: str, server: str) -> NotReady:
    """Return the finding for SERVFAIL for a name at a server, or at the resolver if `server` is empty.

    The CA's resolver gives up as well.
    """
    advice = (
        f"correct the zone at the name server {server}: the server has the zone, but cannot load it"
        if server
        else f"correct the delegation or the DNSSEC signatures of the zone of {name}: resolvers that verify them fail"
    )
    return NotReady(FindingCode.SERVFAIL, f"{name}: {SERVFAIL}", advice, server=server)


def lame(zone: str, host: str, why: str) -> NotReady:
    """Return the finding for a zone that is delegated to a host that does not serve it; `why` is what that answers."""
    return NotReady(
        FindingCode.LAME_DELEGATION,
        f"{zone} is delegated to {host}, which answers {why}",
        f"set the NS records of {zone}, at its registrar or in the parent zone, to the servers that have the zone, "
        f"or add the zone to {host}",
        server=host,
    )


def without_address(zone: str, hosts: Sequence[str]) -> NotReady:
    """Return the finding for a zone that is delegated to hosts without a public address."""
    return NotReady(
        FindingCode.LAME_DELEGATION,
        f"{zone} is delegated to {', '.join(hosts[:3])}, without a public address",
        f"set the NS records of {zone} to name servers that exist and have public addresses",
        server=hosts[0] if hosts else "",
    )


def no_answer(zone: str, server: str) -> NotReady:
    """Return the finding for a zone none of whose name servers answers; `server` is one of them."""
    advice = f"make the name servers of {zone} reachable from the whole internet, over UDP and TCP on port 53"
    return NotReady(FindingCode.DNS_FAILURE, f"no answer from the name servers of {zone}", advice, server=server)


def endless_cname(name: str, names: Sequence[str]) -> NotReady:
    """Return the finding for a CNAME at a name that leads in a circle or on and on.

    `names` are those that were followed.
    """
    advice = (
        f"point the CNAME at {name} directly to the name of the record: now the CNAMEs form a circle, or there "
        "are too many"
    )
    return NotReady(FindingCode.ENDLESS_CNAME, " leads to ".join(names[:4]), advice)


def no_such_name(name: str, zone: str, server: str) -> NotReady:
    """Return the finding for NXDOMAIN: a server of the zone says that the name does not exist."""
    advice = (
        f"register the domain of {name}, or delegate it: it has no zone in the DNS"
        if "." not in zone
        else f"add a TXT record at {name} in the zone {zone} with the expected value"
    )
    return NotReady(FindingCode.NO_SUCH_NAME, f"{name} does not exist in {zone or 'the DNS'}", advice, server=server)


def no_record(name: str, server: str) -> NotReady:
    """Return the finding for a name without a TXT record, as a server says."""
    advice = f"add a TXT record at {name} with the expected value, and wait until all name servers have it"
    return NotReady(FindingCode.NO_RECORD, f"no TXT record at {name}", advice, server=server)


def stale_record(name: str, texts: Sequence[str], server: str) -> NotReady:
    """Return the finding for texts of the right form at a name, as a server has them, but from another order."""
    advice = f"replace the value of the TXT record at {name} with the expected one: it belongs to an earlier order"
    return NotReady(FindingCode.STALE_RECORD, shown(texts), advice, server=server)


def only_the_other_value(name: str, texts: Sequence[str], server: str) -> NotReady:
    """Return the finding for texts at a name, as a server has them, with one value of two.

    A wildcard and its apex need one each, and this name's is missing.
    """
    advice = (
        f"add the expected value to the TXT record at {name} beside the one that is there: "
        "the wildcard and the name itself need one value each"
    )
    return NotReady(FindingCode.WRONG_RECORD, shown(texts), advice, server=server)


def more_than_the_value(name: str, texts: Sequence[str], server: str, beside: Surplus) -> NotReady:
    """Return the finding for texts at a name, as a server has them, with something beside the value in one."""
    advice = (
        f"remove the quotes and blanks around the value at {name}: the DNS provider adds the quotes by itself"
        if beside.is_quoted
        else f"enter the value at {name} again, by hand or from plain text: there is {beside}"
    )
    return NotReady(FindingCode.WRONG_RECORD, shown(texts), advice, server=server)


def wrong_record(name: str, texts: Sequence[str], server: str) -> NotReady:
    """Return the finding for texts at a name, as a server has them, that are something else."""
    advice = f"add the expected value to the TXT record at {name}; the other values may stay"
    return NotReady(FindingCode.WRONG_RECORD, shown(texts), advice, server=server)


def doubled_name(name: str, doubled: str, server: str) -> NotReady:
    """Return the finding for a name to which the zone was appended though it had it: the value is at `doubled`.

    `server` is the name server that was asked for the name.
    """
    short = name.removesuffix(doubled.removeprefix(name)) or name
    advice = f"enter {short} as the record's name: the DNS provider appends the zone, so the record is now at {doubled}"
    return NotReady(FindingCode.DOUBLED_NAME, f"the value is at {doubled}", advice, server=server)


def disagree(name: str, without: str, with_it: str, seen: str) -> NotReady:
    """Return the finding for a name whose value some name servers have and some do not: the CA asks any of them.

    `without` is a server that lacks it, `with_it` one that has it, and `seen` what was found at the first.
    """
    advice = (
        f"wait until all name servers of the zone have the record, or correct the zone transfer to {without}: "
        f"{with_it} has the value at {name} already"
    )
    return NotReady(FindingCode.SERVERS_DISAGREE, seen, advice, server=without)


def missing_cname(name: str, alias: str, server: str) -> NotReady:
    """Return the finding for a name without the CNAME to the alias that its owner sets once, as a server says."""
    advice = f"set a CNAME record at {name} that leads to {alias}, in place of any record there; it is needed only once"
    return NotReady(FindingCode.MISSING_CNAME, f"no CNAME at {name}", advice, server=server)


def wrong_cname(name: str, alias: str, target: str, server: str) -> NotReady:
    """Return the finding for a name whose CNAME leads to a target other than the alias, as a server says."""
    advice = f"point the CNAME at {name} to {alias}; if the provider appends the zone, end the target with a dot"
    return NotReady(FindingCode.WRONG_CNAME, f"{name} leads to {target}", advice, server=server)
