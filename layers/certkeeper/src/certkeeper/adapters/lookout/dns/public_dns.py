"""The zone that holds a name in the public DNS, and its name servers: read before an order needs a record there.

The reasons are in ADR 33.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from certkeeper.adapters.deadline import Deadline
from certkeeper.domain.dns.names import MAX_NAMES
from certkeeper.domain.dns.zones import PublicZone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.adapters.lookout.dns.zones import Zones

NAME_SECONDS = 20.0
"""The longest time of the queries for one name."""
STEP_SECONDS = 5.0
"""The longest time of one DNS query."""


class LookoutPublicDns:
    """The public DNS; fulfils `ports.challenges.PublicDns`.

    `nameserver` is the resolver as host:port, or empty for the system's. `name_seconds` and `step_seconds` bound each
    name and each query.
    """

    def __init__(
        self, *, nameserver: str = "", name_seconds: float = NAME_SECONDS, step_seconds: float = STEP_SECONDS
    ) -> None:
        self._nameserver = nameserver
        self._name_seconds = name_seconds
        self._step_seconds = step_seconds

    def zones_of(self, names: Sequence[str]) -> tuple[PublicZone, ...]:
        """Return the zone that holds each of the names, in their order; one that could not be found says why.

        dnspython is loaded by the first call: most orders of http-01 need none.
        """
        from certkeeper.adapters.lookout.dns.resolver import Resolver  # noqa: PLC0415 - see the docstring
        from certkeeper.adapters.lookout.dns.zones import Zones  # noqa: PLC0415 - see the docstring

        # Private addresses are no danger here: the zones' servers are found, but not asked.
        zones = Zones(Resolver(self._nameserver), allow_private=True)
        # A thread for each name that an order may have: all of them together take no longer than one.
        with ThreadPoolExecutor(MAX_NAMES, thread_name_prefix="public-dns") as threads:
            return tuple(threads.map(partial(self._zone_of, zones), names))

    def _zone_of(self, zones: Zones, name: str) -> PublicZone:
        from certkeeper.adapters.lookout.dns.dns_client import DnsClient  # noqa: PLC0415 - loaded above
        from certkeeper.adapters.lookout.dns.resolver import shown_name, to_name  # noqa: PLC0415 - loaded above
        from certkeeper.adapters.lookout.outcome import DnsFailure  # noqa: PLC0415 - loaded above

        dns_client = DnsClient(Deadline(self._name_seconds, self._step_seconds))
        try:
            zone = zones.of(to_name(name), dns_client)
        except DnsFailure as failure:
            return PublicZone("", trouble=str(failure))
        if len(zone.apex) == 1:  # the root: no zone below it knows the name
            return PublicZone("", trouble=zone.trouble)
        return PublicZone(shown_name(zone.apex), zone.hosts, zone.trouble)
