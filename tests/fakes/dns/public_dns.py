"""`ports.challenges.PublicDns` over a world that is a dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.dns.zones import PublicZone, is_within

if TYPE_CHECKING:
    from collections.abc import Sequence


class FakePublicDns:
    """Fulfils `ports.challenges.PublicDns`: what is delegated is found, `broken` zones do not answer."""

    def __init__(self) -> None:
        self.delegated: dict[str, tuple[str, ...]] = {}
        self.broken: set[str] = set()
        self.asked: list[str] = []

    def zones_of(self, names: Sequence[str]) -> tuple[PublicZone, ...]:
        """See `PublicDns.zones_of`."""
        self.asked += names
        return tuple(self._zone_of(name) for name in names)

    def _zone_of(self, name: str) -> PublicZone:
        if any(is_within(name, zone) for zone in self.broken):
            return PublicZone("", trouble="SERVFAIL")
        found = max((zone for zone in self.delegated if is_within(name, zone)), key=len, default="")
        return PublicZone(found, self.delegated.get(found, ()))
