"""TXT records in the hosted zones of Route 53."""

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
"""Of a change that others keep overtaking; then the machine tries again, later."""
_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})


def _refusing(call: Callable[P, R]) -> Callable[P, R]:
    """A method whose denials are RecordsRefusedErrors that say what to change."""

    @wraps(call)
    def method(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return call(*args, **kwargs)
        except ClientError as error:
            if code(error) in _DENIED:
                action = f"route53:{error.operation_name}" if error.operation_name != "AssumeRole" else "sts:AssumeRole"
                raise RecordsRefusedError(f"our role may not {action} there; an administrator can allow it") from error
            if code(error) == "NoSuchHostedZone":
                raise RecordsRefusedError("the hosted zone is gone; make it again, and delegate to it") from error
            raise

    return method


class Route53TxtRecords:
    """Fulfils `ports.challenges.TxtRecords`. `connect` makes the client at the first call: most orders need none."""

    def __init__(self, connect: Callable[[], Route53Client]) -> None:
        self._connect = connect

    @cached_property
    def _client(self) -> Route53Client:
        return self._connect()

    @translated
    @_refusing
    def zones(self) -> tuple[HostedZone, ...]:
        """See `TxtRecords.zones`. An account has 500 unless it asks for more: five pages."""
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
        """See `TxtRecords.name_servers`."""
        servers = self._client.get_hosted_zone(Id=zone_id)["DelegationSet"]["NameServers"]
        return tuple(server.removesuffix(".").lower() for server in servers)

    @translated
    @_refusing
    def add(self, zone_id: str, values: Mapping[str, Sequence[str]]) -> str:
        """See `TxtRecords.add`. Mostly nothing is there, so that is tried before anything is read."""

        def with_values(name: str, before: TxtSet | None) -> TxtSet:
            return before.with_values(values[name]) if before else TxtSet.of(name, values[name])

        return self._exchange(zone_id, dict.fromkeys(values), with_values)

    @translated
    @_refusing
    def remove(self, zone_id: str, values: Mapping[str, Sequence[str]]) -> None:
        """See `TxtRecords.remove`. Mostly nothing else is there, so that is tried before anything is read."""
        alone = {name: TxtSet.of(name, texts) for name, texts in values.items()}
        try:
            self._exchange(zone_id, alone, lambda name, before: before and before.without_values(values[name]))
        except ClientError as error:
            if code(error) != "NoSuchHostedZone":
                raise

    @translated
    @_refusing
    def in_sync(self, change_id: str) -> bool:
        """See `TxtRecords.in_sync`. A change that Route 53 has forgotten arrived long ago."""
        try:
            return self._client.get_change(Id=change_id)["ChangeInfo"]["Status"] == "INSYNC"
        except ClientError as error:
            if code(error) == "NoSuchChange":
                return True
            raise

    def _exchange(
        self,
        zone_id: str,
        believed: Mapping[str, TxtSet | None],
        wanted: Callable[[str, TxtSet | None], TxtSet | None],
    ) -> str:
        """Turns each set into what is wanted of it, all in one change; what was believed wrongly is read."""
        for _ in range(MAX_ATTEMPTS):
            pairs = [(before, wanted(name, before)) for name, before in believed.items()]
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
                believed = {name: read_set(self._client, zone_id, name) for name in believed}
            else:
                return answer["ChangeInfo"]["Id"].rpartition("/")[2]
        raise TransientError("the records were changed by others, however often we tried")
