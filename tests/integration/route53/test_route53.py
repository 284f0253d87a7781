"""The Route 53 adapter keeps the contract that the fake keeps, and what others write beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest
from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import ClientError

from certkeeper.adapters.aws import clients as aws
from certkeeper.adapters.route53.client import route53
from certkeeper.adapters.route53.txt_records import Route53TxtRecords
from certkeeper.domain.errors import RecordsRefusedError, TransientError
from infra.local.roles import create_role
from tests.contracts.txt_records import FIRST, NAME, OTHER, SECOND, THEIRS, TxtRecordsContract
from tests.integration.adapters.between_calls import at_first
from tests.integration.route53.conftest import EmulatedZones

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from mypy_boto3_route53 import Route53Client

    from infra.local.aws import Cloud

CHANGE = "before-call.route53.ChangeResourceRecordSets"
READ = "after-call.route53.ListResourceRecordSets"


@pytest.fixture
def txt_records(client: Route53Client) -> Route53TxtRecords:
    """Over the emulator's Route 53."""
    return Route53TxtRecords(lambda: client)


class TestRoute53TxtRecords(TxtRecordsContract):
    """TXT records at Route 53."""


def test_who_writes_between_certkeepers_read_and_certkeepers_write_loses_nothing(
    client: Route53Client, txt_records: Route53TxtRecords, zones: EmulatedZones, other: EmulatedWriter
) -> None:
    """Certkeeper's change is refused as a whole, read again and made again."""
    zones.put(NAME, THEIRS)
    with at_first(client, READ, lambda: other.after_read(zones)):
        txt_records.add(zones.zone_id, {NAME: [FIRST], OTHER: [FIRST]})
    assert zones.held(NAME) == {FIRST, THEIRS, "meanwhile"}
    assert zones.held(OTHER) == {FIRST}


def test_a_record_keeps_the_time_to_live_that_its_owner_gave_it(
    txt_records: Route53TxtRecords, zones: EmulatedZones
) -> None:
    """With Certkeeper's value and without it."""
    zones.put(NAME, THEIRS, ttl=4242)
    txt_records.add(zones.zone_id, {NAME: [FIRST]})
    assert [each["TTL"] for each in zones.sets() if each["Type"] == "TXT"] == [4242]
    txt_records.remove(zones.zone_id, {NAME: [FIRST]})
    assert [each["TTL"] for each in zones.sets() if each["Type"] == "TXT"] == [4242]


def test_values_in_several_strings_stay_as_they_are(txt_records: Route53TxtRecords, zones: EmulatedZones) -> None:
    """What a long value of somebody else is made of is never rewritten."""
    long = '"first half" "second half"'
    record_set = {"Name": NAME, "Type": "TXT", "TTL": 60, "ResourceRecords": [{"Value": long}]}
    zones.change("CREATE", dict(record_set))
    txt_records.add(zones.zone_id, {NAME: [FIRST]})
    txt_records.remove(zones.zone_id, {NAME: [FIRST]})
    (left,) = (each for each in zones.sets() if each["Type"] == "TXT")
    assert left["ResourceRecords"] == [{"Value": long}]


def test_a_cname_in_the_way_is_refused_with_what_to_change(
    txt_records: Route53TxtRecords, zones: EmulatedZones, client: Route53Client
) -> None:
    """Route 53 refuses a TXT record beside a CNAME; the reason names it."""
    zones.put(NAME, "elsewhere.test", kind="CNAME")
    with at_first(client, CHANGE, _invalid_change_batch), pytest.raises(RecordsRefusedError, match="delegated"):
        txt_records.add(zones.zone_id, {NAME: [FIRST]})


def test_a_record_with_a_routing_policy_is_not_touched(
    txt_records: Route53TxtRecords, zones: EmulatedZones, client: Route53Client
) -> None:
    """Nobody can say which of its sets would be answered."""
    texts = [{"Value": json.dumps(THEIRS)}]
    weighted = {"Name": NAME, "Type": "TXT", "TTL": 60, "SetIdentifier": "one", "Weight": 1, "ResourceRecords": texts}
    zones.change("CREATE", dict(weighted))
    with at_first(client, CHANGE, _invalid_change_batch), pytest.raises(RecordsRefusedError, match="routing policy"):
        txt_records.add(zones.zone_id, {NAME: [SECOND]})
    assert zones.held(NAME) == {THEIRS}


def test_private_zones_are_left_out(txt_records: Route53TxtRecords, client: Route53Client) -> None:
    """The public does not see them."""
    made = client.create_hosted_zone(
        Name="private.test",
        CallerReference="private",
        VPC={"VPCRegion": "us-east-1", "VPCId": "vpc-1"},
        HostedZoneConfig={"PrivateZone": True},
    )
    assert made["HostedZone"]["Config"]["PrivateZone"]
    assert "private.test" not in {zone.name for zone in txt_records.zones()}


def test_a_role_that_may_not_learns_which_action_it_lacks(cloud: Cloud) -> None:
    """Nothing is changed, and trying again would not help."""
    denied = Route53TxtRecords(lambda: _as_nobody(cloud))
    with pytest.raises(RecordsRefusedError, match="route53:ListHostedZones"):
        denied.zones()


def test_zones_of_another_account_are_written_as_a_role_there_with_its_external_id(
    cloud: Cloud, zones: EmulatedZones, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The credentials are those of the role, and the ExternalId is said when it is asked for."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", cloud.endpoint)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    _forget_clients()
    try:
        arn = _role_in_another_account(cloud)
        there = route53(arn, "Certkeeper's-customer-number")
        asked: list[str] = []
        aws.client("sts").meta.events.register(
            "provide-client-params.sts.AssumeRole", lambda params, **_: asked.append(params["ExternalId"])
        )
        assert _writes(there, zones)
        assert asked == ["Certkeeper's-customer-number"]
        assert there.meta.events is not aws.client("route53").meta.events
    finally:
        _forget_clients()


def test_an_account_without_an_answer_is_trouble_that_may_pass() -> None:
    """The machine tries again. The client tries once here: its pauses between tries add up to ten seconds."""
    client = Session().client(
        "route53",
        "us-east-1",
        endpoint_url="http://127.0.0.1:9",
        aws_access_key_id="x",
        aws_secret_access_key="x",
        config=Config(retries={"total_max_attempts": 1}),
    )
    with pytest.raises(TransientError):
        Route53TxtRecords(lambda: client).zones()


def _forget_clients() -> None:
    """They are made once for a process, with the credentials and endpoint of then."""
    for cached in (aws.client, aws._session):  # noqa: SLF001 - the session keeps credentials, too
        cast("Any", cached).cache_clear()


def _role_in_another_account(cloud: Cloud) -> str:
    iam = cloud.session.client("iam", endpoint_url=cloud.endpoint)
    statement = {"Effect": "Allow", "Action": ["route53:*"], "Resource": "*"}
    policy = iam.create_policy(
        PolicyName="writes-dns", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    )["Policy"]["Arn"]
    return create_role(cloud, "writes-dns", [policy])


def _writes(client: Route53Client, zones: EmulatedZones) -> bool:
    Route53TxtRecords(lambda: client).add(zones.zone_id, {NAME: [FIRST]})
    return zones.held(NAME) == {FIRST}


class EmulatedWriter:
    """Somebody else's client, so that its calls are not counted as Certkeeper's."""

    def __init__(self, client: BaseClient) -> None:
        self._client = client

    def after_read(self, zones: EmulatedZones) -> None:
        """One more value of theirs."""
        held = sorted({*zones.held(NAME), "meanwhile"})
        zones.put(NAME, *held)


@pytest.fixture
def other(client: Route53Client) -> EmulatedWriter:
    """Beside Certkeeper."""
    return EmulatedWriter(client)


def _invalid_change_batch() -> None:
    """What AWS answers to a batch that does not fit what is there; the emulator takes these two."""
    answer = {"Error": {"Code": "InvalidChangeBatch"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
    raise ClientError(answer, "ChangeResourceRecordSets")  # type: ignore[arg-type]


def _as_nobody(cloud: Cloud) -> Route53Client:
    arn = create_role(cloud, "may-nothing", [])
    sts = cloud.session.client("sts", endpoint_url=cloud.endpoint)
    issued = sts.assume_role(RoleArn=arn, RoleSessionName="nobody")["Credentials"]
    return cloud.session.client(
        "route53",
        endpoint_url=cloud.endpoint,
        aws_access_key_id=issued["AccessKeyId"],
        aws_secret_access_key=issued["SecretAccessKey"],
        aws_session_token=issued["SessionToken"],
    )
