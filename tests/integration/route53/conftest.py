"""Route 53 of the emulator: it refuses what AWS refuses (a DELETE that does not match, a CREATE of what exists).

moto takes both, so what Certkeeper's writes rely on could not be tried there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

import pytest

from infra.local.aws import Cloud
from infra.local.processes.emulator_process import EmulatorProcess
from tests.contracts.txt_records import ZONE

if TYPE_CHECKING:
    from mypy_boto3_route53 import Route53Client
    from mypy_boto3_route53.type_defs import ResourceRecordSetOutputTypeDef

LIFETIME_SECONDS = 900.0
_numbers = count(1)


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """An empty account."""
    emulator = EmulatorProcess(tmp_path_factory.mktemp("route53"), seconds=LIFETIME_SECONDS)
    try:
        emulator.wait()
        yield Cloud(emulator.endpoint)
    finally:
        emulator.stop()


@pytest.fixture(scope="session")
def client(cloud: Cloud) -> Route53Client:
    """As the account's owner."""
    return cloud.session.client("route53", endpoint_url=cloud.endpoint)


class EmulatedZones:
    """A new public zone, and what stands in it."""

    def __init__(self, client: Route53Client) -> None:
        self._client = client
        answer = client.create_hosted_zone(Name=ZONE, CallerReference=f"zone-{next(_numbers)}")
        self.zone_id = answer["HostedZone"]["Id"].rpartition("/")[2]

    def held(self, name: str) -> set[str]:
        """The TXT values at a name."""
        return {
            json.loads(record["Value"])
            for each in self.sets()
            if (each["Name"], each["Type"]) == (f"{name}.", "TXT")
            for record in each["ResourceRecords"]
        }

    def sets(self) -> list[ResourceRecordSetOutputTypeDef]:
        """All record sets."""
        return self._client.list_resource_record_sets(HostedZoneId=self.zone_id)["ResourceRecordSets"]

    def put(self, name: str, *values: str, kind: str = "TXT", ttl: int = 300) -> None:
        """Somebody else writes a record."""
        texts = [json.dumps(value) if kind == "TXT" else value for value in values]
        record_set = {"Name": name, "Type": kind, "TTL": ttl, "ResourceRecords": [{"Value": text} for text in texts]}
        self.change("UPSERT", record_set)

    def change(self, action: str, record_set: dict[str, object]) -> None:
        """Somebody else changes a record."""
        changes = [{"Action": action, "ResourceRecordSet": record_set}]
        self._client.change_resource_record_sets(HostedZoneId=self.zone_id, ChangeBatch={"Changes": changes})  # type: ignore[typeddict-item]


@pytest.fixture
def zones(client: Route53Client) -> EmulatedZones:
    """An empty zone."""
    return EmulatedZones(client)
