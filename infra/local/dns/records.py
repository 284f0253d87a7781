"""DNS records of the local world: a table, hosted zones, and this machine for all names below `.test`."""

import threading
from collections.abc import Iterable
from typing import Protocol

import dns.name
import dns.rdatatype

from infra.local.processes.loopback import LOOPBACK

# RFC 6761: no such name exists in public, and these two are kept for tests and for this machine.
LOCAL_ZONES = (dns.name.from_text("test."), dns.name.from_text("localhost."))
ZONE_LABELS = 3
"""A name directly below `.test` is a zone, as below a public suffix; the empty label of the root is counted."""
SOA = "ns.localhost. hostmaster.localhost. 1 7200 900 1209600 1"
NAME_SERVER = "ns.localhost."

type_of = dns.rdatatype.from_text


class Source(Protocol):
    """More records than those of the table."""

    def find(self, name: dns.name.Name, kind: int) -> list[str]:
        """Return the values at a name of one kind of record, in the form of a zone file."""


class Records:
    """The table of records, changed while the server runs. Safe between threads."""

    def __init__(self) -> None:
        self.zones: Source | None = None
        self._lock = threading.Lock()
        self._rows: dict[tuple[dns.name.Name, int], list[str]] = {}

    def put(self, name: str, kind: str, values: Iterable[str]) -> None:
        """Replace the values of one kind at a name, in the form of a zone file (TXT values in double quotes)."""
        with self._lock:
            self._rows[_absolute(name), type_of(kind)] = list(values)

    def add(self, name: str, kind: str, value: str) -> None:
        """Add one value of a kind at a name beside those that are there; adding one that is there changes nothing."""
        with self._lock:
            values = self._rows.setdefault((_absolute(name), type_of(kind)), [])
            if value not in values:
                values.append(value)

    def remove(self, name: str, kind: str) -> None:
        """Remove the values of one kind at a name; do nothing if there are none."""
        with self._lock:
            self._rows.pop((_absolute(name), type_of(kind)), None)

    def find(self, name: dns.name.Name, kind: int) -> list[str]:
        """Return the values of one kind at a name: those of the table, else of the hosted zones, else the default.

        By default a name below `.test` or `.localhost` has the address of this machine, and one directly below `.test`
        is a zone.
        """
        with self._lock:
            values = list(self._rows.get((name.canonicalize(), kind), []))
        return values or (self.zones.find(name, kind) if self.zones else []) or _default(name, kind)

    def apex(self, name: dns.name.Name) -> dns.name.Name | None:
        """Return the apex of the zone that holds a name, or None."""
        while name != dns.name.root:
            if self.find(name, dns.rdatatype.SOA):
                return name
            name = name.parent()
        return None


def _default(name: dns.name.Name, kind: int) -> list[str]:
    """Names below the local zones have this machine's address; those directly below `.test` are zones."""
    if kind == dns.rdatatype.A and any(map(name.is_subdomain, LOCAL_ZONES)):
        return [LOOPBACK]
    is_zone = name in LOCAL_ZONES or (len(name) == ZONE_LABELS and name.is_subdomain(LOCAL_ZONES[0]))
    found = {dns.rdatatype.SOA: [SOA], dns.rdatatype.NS: [NAME_SERVER]}
    return found.get(dns.rdatatype.RdataType(kind), []) if is_zone else []


def _absolute(name: str) -> dns.name.Name:
    return dns.name.from_text(name).canonicalize()
