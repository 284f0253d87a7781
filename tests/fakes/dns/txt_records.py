"""`ports.challenges.TxtRecords` in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.dns.zones import HostedZone, is_within
from certkeeper.domain.errors import RecordsRefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class FakeTxtRecords:
    """Fulfils `ports.challenges.TxtRecords`. `held`: zone and name to values; `refusing` zones may not be written.

    A change is in sync when it is asked about for the `delay`-th time and once more.
    """

    def __init__(self, zones: Mapping[str, str] | None = None, *, delay: int = 0) -> None:
        """`zones` maps ids to names."""
        self.names = dict(zones or {})
        self.held: dict[tuple[str, str], set[str]] = {}
        self.refusing: set[str] = set()
        self.writes = 0
        self._delay = delay
        self._reads: dict[str, int] = {}

    def zones(self) -> tuple[HostedZone, ...]:
        """See `TxtRecords.zones`."""
        return tuple(HostedZone(zone_id, name) for zone_id, name in self.names.items())

    def name_servers(self, zone_id: str) -> tuple[str, ...]:
        """See `TxtRecords.name_servers`."""
        self._require(zone_id)
        return (f"ns1.{zone_id.lower()}.test", f"ns2.{zone_id.lower()}.test")

    def add(self, zone_id: str, values: Mapping[str, Sequence[str]]) -> str:
        """See `TxtRecords.add`."""
        self._require(zone_id, *values)
        for name, texts in values.items():
            self.held.setdefault((zone_id, name), set()).update(texts)
        self.writes += 1
        return f"C{self.writes}"

    def remove(self, zone_id: str, values: Mapping[str, Sequence[str]]) -> None:
        """See `TxtRecords.remove`."""
        if zone_id in self.refusing:
            raise RecordsRefusedError("the role may not write the zone")
        for name, texts in values.items():
            left = self.held.get((zone_id, name), set()) - set(texts)
            self.held.pop((zone_id, name), None)
            if left:
                self.held[zone_id, name] = left

    def in_sync(self, change_id: str) -> bool:
        """See `TxtRecords.in_sync`."""
        self._reads[change_id] = self._reads.get(change_id, 0) + 1
        return self._reads[change_id] > self._delay

    def _require(self, zone_id: str, *names: str) -> None:
        if zone_id not in self.names or zone_id in self.refusing:
            raise RecordsRefusedError("the role may not write the zone")
        if not all(is_within(name, self.names[zone_id]) for name in names):
            raise RecordsRefusedError("the name is not within the zone")
