"""`make dns NAME=... TYPE=TXT VALUE=...`: set a record in the DNS of the running world, as its owner would elsewhere.

Without a value, all values of the type are removed. It is a DNS update (RFC 2136), over TCP.
"""

import argparse
import sys
from collections.abc import Sequence

import dns.exception
import dns.name
import dns.query
import dns.rcode
import dns.rdatatype
import dns.update

from infra.local.processes.state import running_world

SECONDS = 5.0
TTL_SECONDS = 1


def update(nameserver: str, name: str, kind: str, value: str) -> str:
    """Add the value at a name, or remove all values of the kind where it is empty; return the answer's code.

    `nameserver` is host:port; the code is `NOERROR` if it worked.
    """
    absolute = dns.name.from_text(name)
    message = dns.update.UpdateMessage(dns.name.root)
    if value:
        message.add(absolute, TTL_SECONDS, kind, _as_in_a_zone_file(kind, value))
    else:
        message.delete(absolute, kind)
    host, _, port = nameserver.rpartition(":")
    return dns.rcode.to_text(dns.query.tcp(message, host, SECONDS, int(port)).rcode())


def _as_in_a_zone_file(kind: str, value: str) -> str:
    """TXT values in quotes; a target with a final dot, for it is never relative to anything."""
    if kind.upper() == "TXT" and not value.startswith('"'):
        return f'"{value}"'
    return f"{value}." if kind.upper() in {"CNAME", "NS"} and not value.endswith(".") else value


def main(arguments: Sequence[str]) -> int:
    """Set the record that the arguments name, print the result or the reason, and return the exit status."""
    parser = argparse.ArgumentParser(prog="make dns", description=__doc__)
    parser.add_argument("name")
    parser.add_argument("type", nargs="?", default="TXT")
    parser.add_argument("value", nargs="?", default="")
    given = parser.parse_args(arguments)
    if not given.name:
        print("Name the record: make dns NAME=_acme-challenge.shop.test TYPE=TXT VALUE=...", file=sys.stderr)
        return 2
    world = running_world()
    if world is None:
        print("No local world is running; `make up` starts one.", file=sys.stderr)
        return 1
    try:
        outcome = update(world.nameserver, given.name, given.type, given.value)
    except (dns.exception.DNSException, OSError, ValueError) as reason:
        print(f"The record was not set: {reason}", file=sys.stderr)
        return 1
    print(f"{given.name} {given.type} {given.value or 'removed'}: {outcome}")
    return 0 if outcome == "NOERROR" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
