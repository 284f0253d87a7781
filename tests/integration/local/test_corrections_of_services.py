"""Each correction of AWS services: what it gives, and that stock ministack still lacks it."""

import json
import time
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.caller import Answer, anonymous
from infra.local.deployment.stack import create_stack
from infra.local.inbox import Inbox
from infra.local.roles import create_role
from tests.integration.local.conftest import Probe

PROBLEM = "application/problem+json"


def machine_that_waits(probe: Probe) -> str:
    """A machine in JSON with a task that waits for a token as long as its input says."""
    machines = probe.cloud.session.client("stepfunctions", endpoint_url=probe.cloud.endpoint)
    wait = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters": {"FunctionName": "quiet", "Payload": {}},
        "TimeoutSecondsPath": "$.await_seconds",
        "End": True,
    }
    definition = json.dumps({"StartAt": "Wait", "States": {"Wait": wait}})
    role = create_role(probe.cloud, "machine", [])
    return machines.create_state_machine(name="waits", definition=definition, roleArn=role)["stateMachineArn"]


def put_row(probe: Probe, **attributes: str) -> None:
    """Put a row into the probe's table."""
    tables = probe.cloud.session.client("dynamodb", endpoint_url=probe.cloud.endpoint)
    tables.put_item(TableName="probe", Item={name: {"S": value} for name, value in attributes.items()})


def shape(answer: Answer) -> tuple[str, bytes]:
    """What says whether an answer is the template's."""
    return answer.headers["content-type"], answer.body


def test_a_token_task_times_out_when_its_input_says(corrected: Probe) -> None:
    """TimeoutSecondsPath is read from the state's input."""
    assert corrected.run(machine_that_waits(corrected), await_seconds=1) == ("FAILED", "States.Timeout")


def test_a_time_out_that_is_no_positive_integer_fails_the_execution(corrected: Probe) -> None:
    """As the States Language demands of the path."""
    assert corrected.run(corrected.outputs["MachineArn"], row="x", await_seconds=0) == ("FAILED", "States.Runtime")


def test_token_timeouts_is_still_needed(stock: Probe) -> None:
    """Stock ministack waits on."""
    assert stock.run(machine_that_waits(stock), seconds=2, await_seconds=1)[0] == "RUNNING"


def test_a_definition_may_be_yaml(corrected: Probe) -> None:
    """A machine deployed from YAML runs; a failed condition of its token task is caught under AWS's name."""
    put_row(corrected, pk="woken", wake="yes")
    status, output = corrected.run(corrected.outputs["MachineArn"], row="woken", await_seconds=5)
    assert status == "SUCCEEDED"
    assert json.loads(output)["why"]["Error"] == "DynamoDb.ConditionalCheckFailedException"


def test_a_machine_retries_and_catches_by_class(corrected: Probe) -> None:
    """After the time-out the task raises, is tried again, and its class is caught."""
    status, output = corrected.run(corrected.outputs["MachineArn"], row="new", await_seconds=1)
    assert (status, json.loads(output)["why"]["Error"]) == ("SUCCEEDED", "OrderPending")


def test_yaml_definitions_is_still_needed(stock: Probe) -> None:
    """Stock ministack cannot read what CloudFormation accepts."""
    assert stock.run(stock.outputs["MachineArn"], row="x", await_seconds=1) == ("FAILED", "InvalidDefinition")


def test_refusals_of_the_gateway_are_those_of_the_template(corrected: Probe) -> None:
    """Unsigned, unknown and denied calls and broken functions get the template's gateway responses."""
    nobody, someone = anonymous(corrected.api_url), corrected.caller("GET/scopes/mine")
    assert someone.request("GET", "/scopes/mine").status == 200
    refused = [nobody.request("GET", "/scopes/x"), nobody.request("GET", "/no"), someone.request("GET", "/scopes/x")]
    assert {shape(answer) for answer in refused} == {(PROBLEM, b'{"title":"refused"}')}
    assert {answer.status for answer in refused} == {403}
    assert shape(nobody.request("GET", "/broken")) == (PROBLEM, b'{"title":"broken"}')


def test_gateway_responses_is_still_needed(stock: Probe) -> None:
    """Stock ministack drops the responses, and shows the public what went wrong inside."""
    nobody = anonymous(stock.api_url)
    assert nobody.request("GET", "/scopes/x").headers["content-type"] != PROBLEM
    assert b"pid" in nobody.request("GET", "/broken").body


def test_a_methods_own_limit_is_not_the_stages(corrected: Probe) -> None:
    """The stage lets a thousand calls in, the method none."""
    nobody = anonymous(corrected.api_url)
    assert [nobody.request("GET", path).status for path in ("/open", "/never")] == [200, 429]


def test_method_limits_is_still_needed(stock: Probe) -> None:
    """Stock ministack does not know the method by its encoded path."""
    assert anonymous(stock.api_url).request("GET", "/never").status == 200


def versions_of_a_new_secret(probe: Probe) -> int:
    """How many versions a secret has that was created without a value."""
    secrets = probe.cloud.session.client("secretsmanager", endpoint_url=probe.cloud.endpoint)
    secrets.create_secret(Name="valueless")
    return len(secrets.describe_secret(SecretId="valueless").get("VersionIdsToStages", {}))


def test_a_secret_without_a_value_has_no_version(corrected: Probe) -> None:
    """So that a failed order's secret can be distinguished from one that consumers read."""
    assert versions_of_a_new_secret(corrected) == 0


def test_valueless_secrets_is_still_needed(stock: Probe) -> None:
    """Stock ministack makes an empty version and calls it current."""
    assert versions_of_a_new_secret(stock) == 1


def versions_with_a_label(probe: Probe) -> int:
    """Put two versions with the same label; at how many it stands then."""
    secrets = probe.cloud.session.client("secretsmanager", endpoint_url=probe.cloud.endpoint)
    secrets.create_secret(Name="labelled", SecretString="first")
    for value in ("second", "third"):
        secrets.put_secret_value(SecretId="labelled", SecretString=value, VersionStages=["AWSPENDING"])
    stages = secrets.describe_secret(SecretId="labelled")["VersionIdsToStages"].values()
    return sum("AWSPENDING" in labels for labels in stages)


def test_a_label_stands_at_one_version(corrected: Probe) -> None:
    """Putting it moves it."""
    assert versions_with_a_label(corrected) == 1


def test_moved_stages_is_still_needed(stock: Probe) -> None:
    """Stock ministack leaves it at the older version too."""
    assert versions_with_a_label(stock) == 2


BY_ID = {"Null": {"secretsmanager:VersionId": "false"}}
CURRENT = {"StringEquals": {"secretsmanager:VersionStage": "AWSCURRENT"}}


def versions_read(probe: Probe, condition: Mapping[str, object]) -> list[str]:
    """Which ways of asking for a secret's version a policy with this condition lets through."""
    administrator = probe.cloud.session.client("secretsmanager", endpoint_url=probe.cloud.endpoint)
    made = administrator.create_secret(Name=f"versioned-{time.monotonic_ns()}", SecretString="value")
    statement = {"Action": "secretsmanager:GetSecretValue", "Resource": made["ARN"], "Condition": condition}
    reader = probe.may(statement).client("secretsmanager", endpoint_url=probe.cloud.endpoint)
    found = []
    for way, asked in {"id": {"VersionId": made["VersionId"]}, "stage": {"VersionStage": "AWSCURRENT"}, "": {}}.items():
        try:
            reader.get_secret_value(SecretId=made["ARN"], **asked)
        except ClientError as error:
            if error.response["Error"]["Code"] != "AccessDeniedException":
                raise
        else:
            found.append(way)
    return found


def test_a_policy_can_say_which_version_of_a_secret_is_read(corrected: Probe) -> None:
    """By its id, or by the stage that is named; who names neither reads nothing."""
    assert versions_read(corrected, BY_ID) == ["id"]
    assert versions_read(corrected, CURRENT) == ["stage"]


def test_secret_versions_is_still_needed(stock: Probe) -> None:
    """Stock ministack refuses them all."""
    assert versions_read(stock, BY_ID) == versions_read(stock, CURRENT) == []


OF_CHALLENGES = {
    "ForAllValues:StringLike": {"route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"]},
    "ForAllValues:StringEquals": {
        "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"],
        "route53:ChangeResourceRecordSetsActions": ["CREATE", "DELETE"],
    },
}
CHALLENGE = ("CREATE", "_ACME-challenge.probe.test.", "TXT", '"value"')
BATCHES = {
    "challenge": [CHALLENGE],
    "other action": [("UPSERT", "_acme-challenge.other.probe.test", "TXT", '"value"')],
    "other name": [("CREATE", "_acme-challengex.probe.test", "TXT", '"value"')],
    "wildcard": [("CREATE", "*.probe.test", "TXT", '"value"')],
    "other type": [("CREATE", "_acme-challenge.www.probe.test", "A", "192.0.2.1")],
    "both": [
        ("CREATE", "_acme-challenge.both.probe.test", "TXT", '"value"'),
        ("CREATE", "probe.test", "TXT", '"value"'),
    ],
    "removal": [("DELETE", *CHALLENGE[1:])],
}


def batches_let_through(probe: Probe, condition: Mapping[str, object]) -> list[str]:
    """Which changes of records a policy with this condition lets through."""
    administrator = probe.cloud.session.client("route53", endpoint_url=probe.cloud.endpoint)
    zone = administrator.create_hosted_zone(Name="probe.test", CallerReference="probe")["HostedZone"]["Id"]
    statement = {"Action": "route53:ChangeResourceRecordSets", "Resource": "*", "Condition": condition}
    changing: Any = probe.may(statement).client("route53", endpoint_url=probe.cloud.endpoint)
    found = []
    for what, batch in BATCHES.items():
        changes = [
            {
                "Action": action,
                "ResourceRecordSet": {"Name": name, "Type": kind, "TTL": 1, "ResourceRecords": [{"Value": value}]},
            }
            for action, name, kind, value in batch
        ]
        try:
            changing.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": changes})
        except ClientError as error:
            if error.response["Error"]["Code"] != "AccessDenied":
                raise
        else:
            found.append(what)
    return found


def test_a_policy_can_say_which_records_are_changed(corrected: Probe) -> None:
    """By name, type and action, of every change of a batch."""
    assert batches_let_through(corrected, OF_CHALLENGES) == ["challenge", "removal"]


def test_record_conditions_is_still_needed(stock: Probe) -> None:
    """Stock ministack lets everything through."""
    assert batches_let_through(stock, OF_CHALLENGES) == list(BATCHES)


def attributes_of_a_published_message(probe: Probe) -> dict[str, str]:
    """What a subscriber gets of the attributes that a state machine gives to its message."""
    topics = probe.cloud.session.client("sns", endpoint_url=probe.cloud.endpoint)
    machines = probe.cloud.session.client("stepfunctions", endpoint_url=probe.cloud.endpoint)
    topic = topics.create_topic(Name="published")["TopicArn"]
    inbox = Inbox.subscribed(probe.cloud, topic)
    attributes = {"scope": {"DataType": "String", "StringValue.$": "$.scope"}}
    publish = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sns:publish",
        "Parameters": {"TopicArn": topic, "Message": "m", "MessageAttributes": attributes},
        "End": True,
    }
    definition = json.dumps({"StartAt": "Publish", "States": {"Publish": publish}})
    role = create_role(probe.cloud, "publisher", [])
    machine = machines.create_state_machine(name="publishes", definition=definition, roleArn=role)["stateMachineArn"]
    assert probe.run(machine, scope="shop")[0] == "SUCCEEDED"
    (message,) = inbox.receive()
    return dict(message.attributes)


def test_what_a_machine_publishes_has_its_attributes(corrected: Probe) -> None:
    """So that filter policies select it."""
    assert attributes_of_a_published_message(corrected) == {"scope": "shop"}


def test_published_attributes_is_still_needed(stock: Probe) -> None:
    """Stock ministack drops them."""
    assert attributes_of_a_published_message(stock) == {}


def topic_of_the_second(probe: Probe, names: str) -> str:
    """Deploys a topic that is only there where a list between commas has a second member; its name, or nothing."""
    cloudformation = probe.cloud.session.client("cloudformation", endpoint_url=probe.cloud.endpoint)
    listed: dict[str, object] = {"Fn::Split": [",", {"Fn::Join": ["", [{"Ref": "Names"}, ","]]}]}
    second: dict[str, object] = {"Fn::Select": [1, listed]}
    topic = {"Type": "AWS::SNS::Topic", "Condition": "HasSecond", "Properties": {"TopicName": second}}
    template = {
        "Parameters": {"Names": {"Type": "String"}},
        "Conditions": {"HasSecond": {"Fn::Not": [{"Fn::Equals": [second, ""]}]}},
        "Resources": {"First": {"Type": "AWS::SNS::Topic"}, "Topic": topic},
        "Outputs": {"Second": {"Condition": "HasSecond", "Value": {"Fn::GetAtt": ["Topic", "TopicName"]}}},
    }
    stack = f"listed-{len(names)}"
    return create_stack(cloudformation, stack, template, {"Names": names}).get("Second", "")


def test_conditions_reach_into_lists(corrected: Probe) -> None:
    """As the template does for each administrator."""
    assert topic_of_the_second(corrected, "one,two") == "two"
    assert topic_of_the_second(corrected, "one") == ""


def test_split_conditions_is_still_needed(stock: Probe) -> None:
    """Stock ministack takes the list for one value."""
    with pytest.raises(ClientError, match="nonexistent value"):
        topic_of_the_second(stock, "one,two")
