"""The emulator's Route 53 as name servers would serve it: it keeps records, but does not answer DNS."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import botocore.exceptions
import dns.name
import dns.rdatatype

if TYPE_CHECKING:
    from mypy_boto3_route53 import Route53Client
    from mypy_boto3_route53.type_defs import ResourceRecordSetOutputTypeDef

FRESH_SECONDS = 0.5
"""How old an answer may be: several queries a second for a hundred names would keep the emulator busy."""

Rows = dict[tuple[dns.name.Name, int], list[str]]


@dataclass(frozen=True, slots=True)
class _Read:
    rows: Rows
    at: float


def wait_until_public() -> None:
    """Wait until DNS knows what was written before: with Route 53 a minute or less, until a change is INSYNC."""
    time.sleep(FRESH_SECONDS)


class HostedZones:
    """The records of all public zones, read through the API and kept for a moment. Safe between threads."""

    def __init__(self, client: "Route53Client", clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._lock = threading.Lock()
        self._last: _Read | None = None

    def find(self, name: dns.name.Name, kind: int) -> list[str]:
        """Return the values at a name of one kind of record, in the form of a zone file."""
        return self._rows().get((name.canonicalize(), kind), [])

    def _rows(self) -> Rows:
        with self._lock:
            now = self._clock()
            if self._last is None or now - self._last.at >= FRESH_SECONDS:
                self._last = _Read(self._read(), now)  # as old as its beginning: later changes may not be in it
            return self._last.rows

    def _read(self) -> Rows:
        try:
            zones = self._client.list_hosted_zones()["HostedZones"]
            public = [zone["Id"] for zone in zones if not zone.get("Config", {}).get("PrivateZone")]
            sets = [each for zone_id in public for each in self._sets(zone_id)]
        except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError):
            return {}  # it is not up yet, or not any more
        return {
            (dns.name.from_text(each["Name"]).canonicalize(), dns.rdatatype.from_text(each["Type"])): [
                record["Value"] for record in each.get("ResourceRecords", [])
            ]
            for each in sets
        }

    def _sets(self, zone_id: str) -> "list[ResourceRecordSetOutputTypeDef]":
        pages = self._client.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone_id)
        try:
            return [each for page in pages for each in page["ResourceRecordSets"]]
        except self._client.exceptions.NoSuchHostedZone:
            return []  # it was deleted a moment ago, and takes no other zone along
