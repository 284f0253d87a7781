"""TXT records in hosted zones of Route 53: adding and removing values, and waiting until they are in sync (ADR 32)."""

from __future__ import annotations

from functools import cached_property, wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from botocore.exceptions import ClientError

from certkeeper.adapters.aws.errors import code, translated
from certkeeper.adapters.route53.record_sets import TxtSet, read_set, replacement_changes
from certkeeper.domain.dns.zones import HostedZone
from certkeeper.domain.errors import RecordsRefusedError, TransientError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mypy_boto3_route53 import Route53Client

P = ParamSpec("P")
R = TypeVar("R")

MAX_ATTEMPTS = 4
"""The most attempts of a change that other changes overtake; then the state machine tries again later."""
_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})
"""Error codes of AWS for a missing permission."""


def _refusing(call: Callable[P, R]) -> Callable[P, R]:
    """Return a method that raises RecordsRefusedError, which says what to change, if AWS denies `call`."""

    @wraps(call)
    def method(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return call(*args, **kwargs)
        except ClientError as error:
            if code(error) in _DENIED:
                action = f"route53:{error.operation_name}" if error.operation_name != "AssumeRole" else "sts:AssumeRole"
                raise RecordsRefusedError(
                    f"Certkeeper's role lacks the permission {action} for the hosted zone; ask an administrator of the "
                    "zone's account to grant it"
                ) from error
            if code(error) == "NoSuchHostedZone":
                raise RecordsRefusedError(
                    "the hosted zone does not exist any more; create it again, and delegate the domain to it"
                ) from error
            raise

    return method


class Route53TxtRecords:
    """TXT records in Route 53; fulfils `ports.challenges.TxtRecords`.

    `connect` makes the client at the first call: most orders need none.
    """

    def __init__(self, connect: Callable[[], Route53Client]) -> None:
        self._connect = connect

    @cached_property
    def _client(self) -> Route53Client:
        return self._connect()

    @translated
    @_refusing
    def zones(self) -> tuple[HostedZone, ...]:
        """Return all public hosted zones (ListHostedZones, all pages).

        An account may have 500 unless it asks for more. Raises RecordsRefusedError if the role may not list them.
        """
        pages = self._client.get_paginator("list_hosted_zones").paginate()
        return tuple(
            HostedZone(zone["Id"].rpartition("/")[2], zone["Name"].removesuffix(".").lower())
            for page in pages
            for zone in page["HostedZones"]
            if not zone.get("Config", {}).get("PrivateZone")
        )

    @translated
    @_refusing
    def name_servers(self, zone_id: str) -> tuple[str, ...]:
        """Return the names of the name servers of a hosted zone, in lower case without a final dot (GetHostedZone).

        Raises RecordsRefusedError if the zone is gone or the role may not read it.
        """
        servers = self._client.get_hosted_zone(Id=zone_id)["DelegationSet"]["NameServers"]
        return tuple(server.removesuffix(".").lower() for server in servers)

    @translated
    @_refusing
    def add(self, zone_id: str, values: Mapping[str, Sequence[str]]) -> str:
        """Add values to the TXT records of a hosted zone, by name, and return the id of the change.

        Values of others stay. Mostly there are none, so that is tried before anything is read. Raises
        RecordsRefusedError, or TransientError if others keep changing the records.
        """

        def with_values(name: str, before: TxtSet | None) -> TxtSet:
            return before.with_values(values[name]) if before else TxtSet.of(name, values[name])

        return self._replace(zone_id, dict.fromkeys(values), with_values)

    @translated
    @_refusing
    def remove(self, zone_id: str, values: Mapping[str, Sequence[str]]) -> None:
        """Remove values from the TXT records of a hosted zone, by name (ChangeResourceRecordSets); it is idempotent.

        Values of others stay. Mostly there are none, so that is tried before anything is read. Nothing happens if the
        zone is gone.
        """
        new_sets = {name: TxtSet.of(name, texts) for name, texts in values.items()}
        try:
            self._replace(zone_id, new_sets, lambda name, before: before and before.without_values(values[name]))
        except ClientError as error:
            if code(error) != "NoSuchHostedZone":
                raise

    @translated
    @_refusing
    def in_sync(self, change_id: str) -> bool:
        """Return whether all of Route 53's name servers have a change (GetChange).

        One that Route 53 has forgotten is long done.
        """
        try:
            return self._client.get_change(Id=change_id)["ChangeInfo"]["Status"] == "INSYNC"
        except ClientError as error:
            if code(error) == "NoSuchChange":
                return True
            raise

    def _replace(
        self,
        zone_id: str,
        last_read: Mapping[str, TxtSet | None],
        wanted: Callable[[str, TxtSet | None], TxtSet | None],
    ) -> str:
        """Turn each set into the wanted one, all in one change, and return its id.

        Empty if there was nothing to change. If a set is not as it was last read, the batch fails, and all are read
        again. Raises TransientError after `MAX_ATTEMPTS`.
        """
        for _ in range(MAX_ATTEMPTS):
            pairs = [(before, wanted(name, before)) for name, before in last_read.items()]
            changes = [change for before, after in pairs for change in replacement_changes(before, after)]
            if not changes:
                return ""
            try:
                answer = self._client.change_resource_record_sets(
                    HostedZoneId=zone_id, ChangeBatch={"Comment": "Certkeeper, dns-01", "Changes": changes}
                )
            except ClientError as error:
                if code(error) != "InvalidChangeBatch":
                    raise
                last_read = {name: read_set(self._client, zone_id, name) for name in last_read}
            else:
                return answer["ChangeInfo"]["Id"].rpartition("/")[2]
        raise TransientError(f"others changed the TXT records during each of {MAX_ATTEMPTS} attempts")
