"""A table that a stack is to go on with: what speaks against it, and what a restored one is given."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from certkeeper.adapters.dynamodb.keys import due_partition
from infra.deploy.existing_table import ExistingTable, check_change, existing_table
from infra.deploy.refusal import DeploymentRefused
from infra.deploy.stack import StackLocation
from tests.architecture.deployed import template

REGION = "eu-west-1"
LOCATION = StackLocation("certkeeper", REGION)
NAME = "certkeeper-restored"
CERTIFICATE = "0193b0c0-0000-7000-8000-000000000001"
PROPERTIES = template()["Resources"]["Table"]["Properties"]
ONLY_WITH_THE_STACK = {"TimeToLiveSpecification", "PointInTimeRecoverySpecification", "DeletionProtectionEnabled"}


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[boto3.Session]:
    """An account without anything in it."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "none")
    with mock_aws():
        yield boto3.Session(region_name=REGION)


def test_a_table_as_a_restoration_makes_it_is_taken_and_given_what_it_lacks(session: boto3.Session) -> None:
    """Each line is printed once; a second deployment has nothing to do."""
    table = _table(session)
    table.check()
    assert len(list(table.protect())) == len(ONLY_WITH_THE_STACK)
    assert list(_named(NAME).protect()) == []
    dynamodb = session.client("dynamodb")
    assert dynamodb.describe_table(TableName=NAME)["Table"]["DeletionProtectionEnabled"]
    assert dynamodb.describe_time_to_live(TableName=NAME)["TimeToLiveDescription"] == {
        "TimeToLiveStatus": "ENABLED",
        "AttributeName": PROPERTIES["TimeToLiveSpecification"]["AttributeName"],
    }


def test_a_table_that_is_not_there_is_refused(session: boto3.Session) -> None:
    """Of another region, or with a name that was mistyped."""
    assert session.region_name == REGION
    with pytest.raises(DeploymentRefused, match=f"no such table in {REGION}"):
        _named("elsewhere").check()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"GlobalSecondaryIndexes": None}, "GlobalSecondaryIndexes"),
        ({"GlobalSecondaryIndexes": [PROPERTIES["GlobalSecondaryIndexes"][0] | {"IndexName": "other"}]}, "Indexes"),
        ({"KeySchema": PROPERTIES["KeySchema"][:1]}, "KeySchema"),
    ],
)
def test_a_table_with_other_keys_is_refused(session: boto3.Session, changed: dict[str, Any], says: str) -> None:
    """It is another program's, or was restored without its index."""
    table = _table(session, **changed)
    with pytest.raises(DeploymentRefused, match=says):
        table.check()


def test_a_table_of_another_stack_is_refused(session: boto3.Session) -> None:
    """Two stacks on one table would renew each certificate twice. The stack itself may have it."""
    table = _table(session)
    _stack(session, LOCATION.stack)
    table.check()
    _stack(session, "rehearsal")
    with pytest.raises(DeploymentRefused, match="The stack rehearsal has the table"):
        table.check()


def test_a_table_whose_secrets_have_another_name_is_refused(session: boto3.Session) -> None:
    """The stack that made them had another name."""
    table = _table(session)
    row = {"pk": "SCOPE#shop#CERTIFICATES", "sk": CERTIFICATE, "due_shard": due_partition(3), "due_at": "2027"}
    session.client("dynamodb").put_item(TableName=NAME, Item={name: {"S": text} for name, text in row.items()})
    secrets = session.client("secretsmanager")
    secrets.create_secret(Name=f"rehearsal/certificates/{CERTIFICATE}", SecretString="{}")
    with pytest.raises(DeploymentRefused, match=f"for instance certkeeper/certificates/{CERTIFICATE}"):
        table.check()
    secrets.create_secret(Name=f"certkeeper/certificates/{CERTIFICATE}", SecretString="{}")
    table.check()


def test_a_stack_with_an_existing_table_is_not_given_a_new_one() -> None:
    """It would be empty, and nothing would say so. From one table to another is possible, and so is the first."""
    with pytest.raises(DeploymentRefused, match="a new, empty table"):
        check_change(NAME, "")
    for before, after in (("", ""), ("", NAME), (NAME, NAME), (NAME, "another")):
        check_change(before, after)


def _named(name: str) -> ExistingTable:
    return existing_table(name, LOCATION, template())


def _table(session: boto3.Session, **changed: object) -> ExistingTable:
    """A table as DynamoDB restores one: with keys and index, and without what has to be set up again."""
    wanted = {name: value for name, value in PROPERTIES.items() if name not in ONLY_WITH_THE_STACK} | changed
    used = {each["AttributeName"] for each in wanted["KeySchema"]}
    used |= {each["AttributeName"] for index in wanted["GlobalSecondaryIndexes"] or () for each in index["KeySchema"]}
    wanted["AttributeDefinitions"] = [each for each in wanted["AttributeDefinitions"] if each["AttributeName"] in used]
    session.client("dynamodb").create_table(TableName=NAME, **{name: of for name, of in wanted.items() if of})
    return _named(NAME)


def _stack(session: boto3.Session, name: str) -> None:
    """A stack that says it has the table."""
    body = {
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {"TableName": {"Value": NAME}},
    }
    session.client("cloudformation").create_stack(StackName=name, TemplateBody=json.dumps(body))
