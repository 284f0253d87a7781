"""The correction of moto's Route 53: what it gives, and that stock moto still lacks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from tests.integration.machine.aws.route53_of_moto import correct_route53

if TYPE_CHECKING:
    from mypy_boto3_route53 import Route53Client

NAME = "_acme-challenge.example.test."
CREATED, DELETED = "CREATE", "DELETE"


class Zone:
    """A new zone in which one value stands."""

    def __init__(self) -> None:
        self._client: Route53Client = boto3.client("route53", region_name="us-east-1")
        self._id = self._client.create_hosted_zone(Name="example.test", CallerReference="x")["HostedZone"]["Id"]
        self.change((CREATED, "first"))

    def change(self, *changes: tuple[str, str]) -> None:
        """Changes the values at the name, in one batch."""
        batch = [
            {"Action": action, "ResourceRecordSet": {**SET, "ResourceRecords": [{"Value": f'"{value}"'}]}}
            for action, value in changes
        ]
        self._client.change_resource_record_sets(HostedZoneId=self._id, ChangeBatch=cast("Any", {"Changes": batch}))

    def texts(self) -> list[str]:
        """What stands at the name."""
        found = self._client.list_resource_record_sets(HostedZoneId=self._id)["ResourceRecordSets"]
        return [
            record["Value"].strip('"') for each in found if each["Type"] == "TXT" for record in each["ResourceRecords"]
        ]


SET = {"Name": NAME, "Type": "TXT", "TTL": 60}
WRONG = [[(CREATED, "first")], [(CREATED, "second")], [(DELETED, "second")], [(DELETED, "first"), (DELETED, "first")]]


@pytest.fixture
def stock() -> Iterator[Zone]:
    """As moto has it."""
    with mock_aws():
        yield Zone()


@pytest.fixture
def corrected(monkeypatch: pytest.MonkeyPatch) -> Iterator[Zone]:
    """As AWS has it."""
    correct_route53(monkeypatch)
    with mock_aws():
        yield Zone()


@pytest.mark.parametrize("value", ["first", "second"])
def test_a_batch_may_replace_a_record_by_another_or_by_itself(corrected: Zone, value: str) -> None:
    """Each change sees what the one before it has left."""
    corrected.change((DELETED, "first"), (CREATED, value))
    assert corrected.texts() == [value]


@pytest.mark.parametrize("changes", WRONG)
def test_what_does_not_fit_is_refused_as_a_whole(corrected: Zone, changes: list[tuple[str, str]]) -> None:
    """A CREATE of what exists, a DELETE of what does not."""
    with pytest.raises(ClientError, match="InvalidChangeBatch"):
        corrected.change((DELETED, "first"), (CREATED, "first"), *changes)
    assert corrected.texts() == ["first"]


def test_the_correction_is_still_needed_for_batches(stock: Zone) -> None:
    """Stock moto does not see that the DELETE before it makes room for a CREATE."""
    with pytest.raises(ClientError, match="InvalidChangeBatch"):
        stock.change((DELETED, "first"), (CREATED, "first"))


def test_the_correction_is_still_needed_for_what_exists(stock: Zone) -> None:
    """Stock moto puts a second record set of the same name and type beside the first."""
    stock.change((CREATED, "second"))
    assert sorted(stock.texts()) == ["first", "second"]
