"""Each way in which a look into the DNS can end, with what was seen, where, and what a person can change about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.lookout.outcome import NotReady
from certkeeper.domain.dns.findings import FindingCode

if TYPE_CHECKING:
    from collections.abc import Sequence

SERVFAIL = "SERVFAIL"


def unanswered(name: str, failure: Exception) -> NotReady:
    """The resolver, from which all looks start, has no usable answer."""
    if str(failure) == SERVFAIL:
        return servfail(name, "")
    advice = f"check the name servers of {name}: they are delegated but do not answer, or DNSSEC does not verify"
    return NotReady(FindingCode.DNS_FAILURE, f"{name}: {failure}", advice)


def servfail(name: str, server: str) -> NotReady:
    """A server that fails, or a signature: the CA's resolver gives up as well."""
    advice = (
        f"mend the zone at the name server {server}: it has the zone, but cannot load it"
        if server
        else f"mend the delegation or the DNSSEC signatures of the zone of {name}: who checks them gets no answer"
    )
    return NotReady(FindingCode.SERVFAIL, f"{name}: {SERVFAIL}", advice, server=server)


def lame(zone: str, host: str, why: str) -> NotReady:
    """Delegated to a server that does not serve the zone."""
    return NotReady(
        FindingCode.LAME_DELEGATION,
        f"{zone} is delegated to {host}, which answers {why}",
        f"set the NS records of {zone} at its registrar or in the zone above to the servers that have the zone, "
        f"or make {host} serve it",
        server=host,
    )


def without_address(zone: str, hosts: Sequence[str]) -> NotReady:
    """Delegated to names that lead nowhere public."""
    return NotReady(
        FindingCode.LAME_DELEGATION,
        f"{zone} is delegated to {', '.join(hosts[:3])}, without a public address",
        f"set the NS records of {zone} to name servers that exist and have addresses of the public internet",
        server=hosts[0] if hosts else "",
    )


def no_answer(zone: str, server: str) -> NotReady:
    """All of them."""
    advice = f"let the whole internet reach the name servers of {zone}, over UDP and TCP on port 53"
    return NotReady(FindingCode.DNS_FAILURE, f"no answer from the name servers of {zone}", advice, server=server)


def endless_cname(name: str, names: Sequence[str]) -> NotReady:
    """A CNAME that comes back to where it was, or never ends."""
    advice = f"make the CNAME at {name} lead straight to the record with the value: it goes in a circle or on for ever"
    return NotReady(FindingCode.ENDLESS_CNAME, " leads to ".join(names[:4]), advice)


def no_such_name(name: str, zone: str, server: str) -> NotReady:
    """NXDOMAIN."""
    advice = (
        f"register the domain of {name}, or delegate it: not even the zone of it exists"
        if "." not in zone
        else f"add a TXT record at {name} in the zone {zone} with the expected value"
    )
    return NotReady(FindingCode.NO_SUCH_NAME, f"{name} does not exist in {zone or 'the DNS'}", advice, server=server)


def no_record(name: str, server: str) -> NotReady:
    """The name is there, a TXT record is not."""
    advice = f"add a TXT record at {name} with the expected value, and wait until it is visible"
    return NotReady(FindingCode.NO_RECORD, f"no TXT record at {name}", advice, server=server)


def stale_record(name: str, texts: Sequence[str], server: str) -> NotReady:
    """Values of the right form, but not of this order."""
    advice = f"replace the value of the TXT record at {name}: it is an earlier order's, and each has its own"
    return NotReady(FindingCode.STALE_RECORD, ", ".join(sorted(texts)), advice, server=server)


def only_the_other_value(name: str, texts: Sequence[str], server: str) -> NotReady:
    """Of the two values of a wildcard and its apex, the other one."""
    advice = (
        f"add the expected value to the TXT record at {name} as a second one beside what is there: "
        "the wildcard and the name without it need one each"
    )
    return NotReady(FindingCode.WRONG_RECORD, ", ".join(sorted(texts)), advice, server=server)


def value_in_quotes(name: str, texts: Sequence[str], server: str) -> NotReady:
    """The value, with quotes or blanks that a form took literally."""
    advice = f"take the quotes and blanks out of the value at {name}: the provider's form adds what it needs by itself"
    return NotReady(FindingCode.WRONG_RECORD, ", ".join(sorted(texts)), advice, server=server)


def wrong_record(name: str, texts: Sequence[str], server: str) -> NotReady:
    """TXT, but something else altogether."""
    advice = f"add the expected value to the TXT record at {name}; other values may stay beside it"
    return NotReady(FindingCode.WRONG_RECORD, ", ".join(sorted(texts)), advice, server=server)


def doubled_name(name: str, doubled: str, server: str) -> NotReady:
    """The zone's name was appended to a name that had it already."""
    short = name.removesuffix(doubled.removeprefix(name)) or name
    advice = f"enter {short} as the record's name: the provider appends the zone, and the record is at {doubled} now"
    return NotReady(FindingCode.DOUBLED_NAME, f"the value is at {doubled}", advice, server=server)


def disagree(name: str, without: str, with_it: str, seen: str) -> NotReady:
    """Some have it, some do not: the CA asks any of them."""
    advice = (
        f"wait until all name servers of the zone have the record, or mend the transfer to {without}: "
        f"{with_it} has the value at {name} already"
    )
    return NotReady(FindingCode.SERVERS_DISAGREE, seen, advice, server=without)


def missing_cname(name: str, alias: str, server: str) -> NotReady:
    """No CNAME where one was to be set once."""
    advice = f"add a CNAME record at {name} that leads to {alias}, once and for ever, in place of what is there"
    return NotReady(FindingCode.MISSING_CNAME, f"no CNAME at {name}", advice, server=server)


def wrong_cname(name: str, alias: str, target: str, server: str) -> NotReady:
    """A CNAME that leads elsewhere."""
    advice = f"make the CNAME at {name} lead to {alias}; a final dot keeps a provider from appending the zone"
    return NotReady(FindingCode.WRONG_CNAME, f"{name} leads to {target}", advice, server=server)
