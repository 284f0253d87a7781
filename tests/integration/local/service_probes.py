"""Probes of the patches for AWS services: each asks the emulator one question that the patch is about."""

import json
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from boto3.session import Session
from botocore.exceptions import ClientError

from infra.local.caller import Answer, anonymous
from infra.local.deployment.stack import DeployFailed, create_stack
from infra.local.inbox import Inbox
from infra.local.processes.emulator_process import REGION
from infra.local.roles import create_role
from tests.integration.local.conftest import Probe

PROBLEM = "application/problem+json"
REFUSED = (PROBLEM, b'{"title":"refused"}')


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


def answers_of_an_imported_integration(probe: Probe) -> list[int]:
    """The statuses of an integration that takes JSON only, for a body of this type and for one of another."""
    nobody = anonymous(probe.api_url)
    types = ("application/json", "text/plain")
    return [nobody.request("GET", "/rows/x", raw=b"{}", headers={"Content-Type": each}).status for each in types]


def rows_by_api_gateway(probe: Probe) -> list[tuple[int, bytes]]:
    """What API Gateway reads with a role that may, with one that may not, and with one that does not trust it."""
    put_row(probe, pk="gateway", text="by itself")
    nobody = anonymous(probe.api_url)
    answers = [nobody.request("GET", path) for path in ("/rows/gateway", "/others/gateway", "/strangers")]
    return [(answer.status, answer.body) for answer in answers]


def texts_by_condition(probe: Probe) -> list[tuple[int, str, bytes]]:
    """What a template answers to texts that its conditions distinguish."""
    for name in "ab":
        put_row(probe, pk=f"texts-{name}", text=name)
    nobody = anonymous(probe.api_url)
    answers = [nobody.request("GET", f"/texts/{text}") for text in ("xyz", "7", "wxyz")]
    return [(answer.status, *shape(answer)) for answer in answers]


def put_row(probe: Probe, **attributes: str) -> None:
    """Put a row into the probe's table."""
    tables = probe.cloud.session.client("dynamodb", endpoint_url=probe.cloud.endpoint)
    tables.put_item(TableName="probe", Item={name: {"S": value} for name, value in attributes.items()})


def shape(answer: Answer) -> tuple[str, bytes]:
    """What shows whether an answer is the template's."""
    return answer.headers["content-type"], answer.body


def imported_responses(probe: Probe) -> tuple[bool, bool]:
    """Whether an unsigned call gets the template's gateway response, and whether a failed function shows its error."""
    nobody = anonymous(probe.api_url)
    refused, broken = nobody.request("GET", "/scopes/x"), nobody.request("GET", "/broken")
    return shape(refused) == REFUSED, b"pid" in broken.body


def denied_has_the_response(probe: Probe) -> bool:
    """Whether a call that a policy denies gets the template's gateway response."""
    return shape(probe.caller("GET/scopes/mine").request("GET", "/scopes/x")) == REFUSED


def statuses_of_limited_methods(probe: Probe) -> list[int]:
    """The statuses of a method with the stage's limit of a thousand calls, and of one with a limit of none."""
    nobody = anonymous(probe.api_url)
    return [nobody.request("GET", path).status for path in ("/open", "/never")]


def end_of_a_wait(probe: Probe) -> tuple[str, str]:
    """How a task ends that waits for a token for a second, as its input says."""
    return probe.run(machine_that_waits(probe), seconds=probe.timeout_seconds, await_seconds=1)


def yaml_is_refused(probe: Probe) -> bool:
    """Whether a machine that was deployed from YAML cannot run."""
    return probe.run(probe.outputs["MachineArn"], row="x", await_seconds=0)[1] == "InvalidDefinition"


def versions_of_a_new_secret(probe: Probe) -> int:
    """How many versions a secret has that was created without a value."""
    secrets = probe.cloud.session.client("secretsmanager", endpoint_url=probe.cloud.endpoint)
    secrets.create_secret(Name="valueless")
    return len(secrets.describe_secret(SecretId="valueless").get("VersionIdsToStages", {}))


def versions_with_a_label(probe: Probe) -> int:
    """Put two versions with the same label; at how many it stands then."""
    secrets = probe.cloud.session.client("secretsmanager", endpoint_url=probe.cloud.endpoint)
    secrets.create_secret(Name="labelled", SecretString="first")
    for value in ("second", "third"):
        secrets.put_secret_value(SecretId="labelled", SecretString=value, VersionStages=["AWSPENDING"])
    stages = secrets.describe_secret(SecretId="labelled")["VersionIdsToStages"].values()
    return sum("AWSPENDING" in labels for labels in stages)


BY_ID = {"Null": {"secretsmanager:VersionId": "false"}}
CURRENT = {"StringEquals": {"secretsmanager:VersionStage": "AWSCURRENT"}}


def versions_read(probe: Probe) -> list[list[str]]:
    """How the version may be named by a reader whose policy wants its id, and by one whose policy wants its stage."""
    return [_versions_read(probe, condition) for condition in (BY_ID, CURRENT)]


def _versions_read(probe: Probe, condition: Mapping[str, object]) -> list[str]:
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


def batches_let_through(probe: Probe) -> list[str]:
    """Which changes of records a policy for TXT records of challenges lets through."""
    administrator = probe.cloud.session.client("route53", endpoint_url=probe.cloud.endpoint)
    zone = administrator.create_hosted_zone(Name="probe.test", CallerReference="probe")["HostedZone"]["Id"]
    statement = {"Action": "route53:ChangeResourceRecordSets", "Resource": "*", "Condition": OF_CHALLENGES}
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


def change_is_read(probe: Probe) -> bool:
    """Whether a policy for changes of records lets their state be read."""
    statement = {"Action": "route53:GetChange", "Resource": "arn:aws:route53:::change/*"}
    zones = probe.may(statement).client("route53", endpoint_url=probe.cloud.endpoint)
    administrator = probe.cloud.session.client("route53", endpoint_url=probe.cloud.endpoint)
    zone = administrator.create_hosted_zone(Name="change.test", CallerReference="change")["HostedZone"]["Id"]
    record = {"Name": "change.test", "Type": "TXT", "TTL": 1, "ResourceRecords": [{"Value": '"value"'}]}
    batch: Any = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
    change = administrator.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)["ChangeInfo"]["Id"]
    try:
        zones.get_change(Id=change)
    except ClientError as error:
        if error.response["Error"]["Code"] != "AccessDenied":
            raise
        return False
    return True


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


def topic_of_the_second(probe: Probe, names: str) -> str:
    """Deploy a topic that is there only where a list between commas has a second member; return its name, or ""."""
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


def topic_by_condition(probe: Probe) -> str:
    """The name of the topic that a condition on the second member makes, or `refused` where it cannot be read."""
    try:
        return topic_of_the_second(probe, "one,two")
    except (ClientError, DeployFailed):
        return "refused"


def actions_within_a_boundary(probe: Probe) -> list[str]:
    """What a role of a stack may do whose policy allows two services and whose permissions boundary one of them."""
    cloudformation = probe.cloud.session.client("cloudformation", endpoint_url=probe.cloud.endpoint)
    anybody = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    both = _document({"Effect": "Allow", "Action": ["sqs:ListQueues", "sns:ListTopics"], "Resource": "*"})
    role = {
        "AssumeRolePolicyDocument": _document(anybody),
        "PermissionsBoundary": {"Ref": "Limits"},
        "Policies": [{"PolicyName": "both", "PolicyDocument": both}],
    }
    limits = {"PolicyDocument": _document({"Effect": "Allow", "Action": "sqs:*", "Resource": "*"})}
    template = {
        "Resources": {
            "Limits": {"Type": "AWS::IAM::ManagedPolicy", "Properties": limits},
            "Role": {"Type": "AWS::IAM::Role", "Properties": role},
        },
        "Outputs": {"Role": {"Value": {"Fn::GetAtt": ["Role", "Arn"]}}},
    }
    arn = create_stack(cloudformation, "limited", template, {})["Role"]
    sts = probe.cloud.session.client("sts", endpoint_url=probe.cloud.endpoint)
    issued = sts.assume_role(RoleArn=arn, RoleSessionName="limited")["Credentials"]
    session = Session(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"], REGION)
    calls: dict[str, Callable[[], object]] = {
        "sqs": session.client("sqs", endpoint_url=probe.cloud.endpoint).list_queues,
        "sns": session.client("sns", endpoint_url=probe.cloud.endpoint).list_topics,
    }
    return [service for service, call in calls.items() if _is_allowed(call)]


def subscriptions_within_a_boundary(probe: Probe) -> list[str]:
    """The protocols with which a role may subscribe whose permissions boundary allows e-mail only."""
    topic = probe.cloud.session.client("sns", endpoint_url=probe.cloud.endpoint).create_topic(Name="bounded")
    condition = {"StringEquals": {"sns:Protocol": "email"}}
    boundary = {"Effect": "Allow", "Action": "sns:Subscribe", "Resource": "*", "Condition": condition}
    iam = probe.cloud.session.client("iam", endpoint_url=probe.cloud.endpoint)
    limits = iam.create_policy(PolicyName="by-mail", PolicyDocument=json.dumps(_document(boundary)))["Policy"]["Arn"]
    anybody = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    trust = json.dumps(_document(anybody))
    arn = iam.create_role(RoleName="by-mail", AssumeRolePolicyDocument=trust, PermissionsBoundary=limits)["Role"]["Arn"]
    allowed = json.dumps(_document({"Effect": "Allow", "Action": "sns:Subscribe", "Resource": "*"}))
    iam.put_role_policy(RoleName="by-mail", PolicyName="any", PolicyDocument=allowed)
    sts = probe.cloud.session.client("sts", endpoint_url=probe.cloud.endpoint)
    issued = sts.assume_role(RoleArn=arn, RoleSessionName="by-mail")["Credentials"]
    session = Session(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"], REGION)
    subscribe = session.client("sns", endpoint_url=probe.cloud.endpoint).subscribe
    endpoints = {"email": "ops@example.com", "sqs": f"arn:aws:sqs:{REGION}:000000000000:queue"}
    return [
        protocol
        for protocol, endpoint in endpoints.items()
        if _is_allowed(partial(subscribe, TopicArn=topic["TopicArn"], Protocol=protocol, Endpoint=endpoint))
    ]


def _document(statement: Mapping[str, object]) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": [statement]}


def _is_allowed(call: Callable[[], object]) -> bool:
    try:
        call()
    except ClientError:
        return False
    return True
