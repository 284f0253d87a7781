"""`make dns NAME=... TYPE=TXT VALUE=...`: set a record in the DNS of the running world, as its owner would elsewhere.

Without a value, all values of the type are removed. It is a DNS update (RFC 2136), over TCP.
"""

import sys
from collections.abc import Sequence

import dns.exception
import dns.name
import dns.query
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.update
from dns.rdtypes.ANY.TXT import TXT

from infra.local.processes.state import running_world

SECONDS = 5.0
TTL_SECONDS = 1
MAX_STRING_BYTES = 255
"""The most bytes of one string of a TXT record: RFC 1035 section 3.3."""


def update(nameserver: str, name: str, kind: str, value: str) -> str:
    """Add the value at a name, or remove all values of the kind where it is empty; return the answer's code.

    `nameserver` is host:port; the code is `NOERROR` if it worked.
    """
    absolute = dns.name.from_text(name)
    message = dns.update.UpdateMessage(dns.name.root)
    if value:
        message.add(absolute, TTL_SECONDS, _record(kind, value))
    else:
        message.delete(absolute, kind)
    host, _, port = nameserver.rpartition(":")
    return dns.rcode.to_text(dns.query.tcp(message, host, SECONDS, int(port)).rcode())


def _record(kind: str, value: str) -> dns.rdata.Rdata:
    """Return a record of a kind. Raise a DNSException or a ValueError where the value cannot be one.

    A TXT value is what the record shall hold, to the letter, unless it stands in quotes as in a zone file; strings of
    255 bytes make a longer one (RFC 1035 section 3.3.14). A target gets a final dot: it is never relative to anything.
    """
    type_ = dns.rdatatype.from_text(kind)
    if type_ is dns.rdatatype.TXT and not _is_quoted(value):
        content = value.encode()
        strings = [content[start : start + MAX_STRING_BYTES] for start in range(0, len(content), MAX_STRING_BYTES)]
        return TXT(dns.rdataclass.IN, type_, strings)
    has_target = type_ in {dns.rdatatype.CNAME, dns.rdatatype.NS}
    return dns.rdata.from_text("IN", type_, f"{value}." if has_target and not value.endswith(".") else value)


def _is_quoted(value: str) -> bool:
    return len(value) > 1 and value.startswith('"') and value.endswith('"')


def main(arguments: Sequence[str]) -> int:
    """Set the record that the arguments name, print the result or the reason, and return the exit status.

    They are the name, the type (TXT unless given) and the value (empty unless given), whatever they begin with.
    """
    name, kind, value, *_ = (*arguments, "", "", "")
    kind = kind or "TXT"
    if not name:
        print("Name the record: make dns NAME=_acme-challenge.shop.test TYPE=TXT VALUE=...", file=sys.stderr)
        return 2
    world = running_world()
    if world is None:
        print("No local world is running; `make up` starts one.", file=sys.stderr)
        return 1
    try:
        outcome = update(world.nameserver, name, kind, value)
    except (dns.exception.DNSException, OSError, ValueError) as reason:
        print(f"The record was not set: {reason}", file=sys.stderr)
        return 1
    print(f"{name} {kind} {value or 'removed'}: {outcome}")
    return 0 if outcome == "NOERROR" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
