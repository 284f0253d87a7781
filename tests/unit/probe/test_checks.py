"""Checks on accounts in this process: each finds the fault that was made, and decides nothing without an answer."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

import boto3
import pytest
from moto import mock_aws

from infra.probe.__main__ import LAST, READING
from infra.probe.finding import Finding, Verdict
from infra.probe.largest import MACHINE, largest_definitions
from infra.probe.target import ALARM, FUNCTION, Target
from tests.architecture.deployed import FUNCTION as SERVERLESS
from tests.architecture.deployed import resources, template
from tests.unit.probe.targets import ACCOUNT, NOW, REGION, shared_session, target

CHECKS = {check.name: check for check in (*READING, *LAST)}


@pytest.fixture(autouse=True)
def account() -> Iterator[None]:
    """An account with nothing in it."""
    with mock_aws():
        yield


def found(name: str, where: Target) -> Finding:
    """What a check finds."""
    return CHECKS[name].run(where)


def alarm(namespace: str) -> Target:
    """A stack with one alarm on a metric of this namespace."""
    shared_session().client("cloudwatch").put_metric_alarm(
        AlarmName="one",
        Namespace=namespace,
        MetricName="Sweeps",
        ComparisonOperator="GreaterThanThreshold",
        EvaluationPeriods=1,
        Period=60,
        Statistic="Sum",
        Threshold=1,
    )
    return target({ALARM: {"One": "one"}})


@pytest.mark.parametrize(
    ("namespace", "age", "verdict"),
    [
        ("Certkeeper", timedelta(days=1), Verdict.BAD),
        ("AWS/SQS", timedelta(days=1), Verdict.BAD),
        ("Certkeeper", timedelta(hours=1), Verdict.NOT_KNOWN),
        ("AWS/States", timedelta(days=1), Verdict.GOOD),
    ],
)
def test_a_metric_that_an_alarm_reads_and_that_never_came_is_bad(
    namespace: str, age: timedelta, verdict: Verdict
) -> None:
    """Unless the stack is too young for it, or its service sends it in trouble only."""
    alarm(namespace)
    finding = found("Metrics of the alarms", target({ALARM: {"One": "one"}}, age=age))
    assert (finding.verdict, f"{namespace}/Sweeps" in finding.came) == (verdict, True)


def test_a_metric_that_came_is_good() -> None:
    """With the alarm's namespace and name."""
    where = alarm("Certkeeper")
    cloudwatch = shared_session().client("cloudwatch")
    cloudwatch.put_metric_data(Namespace="Certkeeper", MetricData=[{"MetricName": "Sweeps", "Value": 1}])
    assert found("Metrics of the alarms", where).verdict is Verdict.GOOD


def test_an_alarm_that_rings_is_bad_and_no_alarm_is_bad() -> None:
    """A stack always has some."""
    where = alarm("Certkeeper")
    assert found("Alarms that ring", where).verdict is Verdict.GOOD
    cloudwatch = shared_session().client("cloudwatch")
    cloudwatch.set_alarm_state(AlarmName="one", StateValue="ALARM", StateReason="too many")
    finding = found("Alarms that ring", where)
    assert (finding.verdict, finding.came) == (Verdict.BAD, "one (too many)")
    assert found("Metrics of the alarms", target()).verdict is Verdict.BAD


def test_a_topic_that_nobody_hears_is_bad() -> None:
    """And one that has a subscription is good; addresses are not shown."""
    sns = shared_session().client("sns")
    topic = sns.create_topic(Name="notices")["TopicArn"]
    where = target(NoticesTopicArn=topic)
    assert found("Subscriptions to notices", where).verdict is Verdict.BAD
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:{REGION}:{ACCOUNT}:one")
    finding = found("Subscriptions to notices", where)
    assert (finding.verdict, finding.came) == (Verdict.GOOD, "1 sqs confirmed")


@pytest.mark.parametrize(
    ("line", "verdict", "came"),
    [
        (
            "AccessDeniedException: User: arn is not authorized to perform: dynamodb:PutItem on www.shop.example",
            Verdict.BAD,
            "place_order: dynamodb:PutItem",
        ),
        ("placed", Verdict.GOOD, "no denied call, and orders were placed"),
        (None, Verdict.NOT_KNOWN, "the log of place_order is empty"),
    ],
)
def test_a_denied_call_in_a_log_is_bad_and_an_empty_log_says_nothing(
    line: str | None, verdict: Verdict, came: str
) -> None:
    """Only the action is shown."""
    logs = shared_session().client("logs")
    logs.create_log_group(logGroupName="/aws/lambda/place_order")
    logs.create_log_stream(logGroupName="/aws/lambda/place_order", logStreamName="one")
    if line:
        logs.put_log_events(
            logGroupName="/aws/lambda/place_order",
            logStreamName="one",
            logEvents=[{"timestamp": int(NOW.timestamp() * 1000), "message": line}],
        )
    finding = found(
        "Denied calls in the logs", target({FUNCTION: {"PlaceOrder": "place_order"}}, StateMachineArn=ran())
    )
    assert finding.verdict is verdict
    assert came in finding.came
    assert "shop.example" not in finding.came


def ran() -> str:
    """The ARN of a state machine that has run once."""
    machines = shared_session().client("stepfunctions")
    definition = json.dumps({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}})
    role = f"arn:aws:iam::{ACCOUNT}:role/machine"
    arn = machines.create_state_machine(name="one", definition=definition, roleArn=role)["stateMachineArn"]
    machines.start_execution(stateMachineArn=arn)
    return arn


def test_an_account_without_a_log_role_is_bad() -> None:
    """With AccessLogs at off, nobody asked for one."""
    assert found("The access log", target()).verdict is Verdict.BAD


class Iam:
    """IAM that judges keys as `allowed` says."""

    def __init__(self, *statements: tuple[str, list[str]], together: bool, blind: bool = False) -> None:
        self._statements, self._together, self._blind = statements, together, blind

    def client(self, _name: str, **_options: object) -> "Iam":
        """Stand for a session, and for its clients."""
        return self

    def get_paginator(self, _name: str) -> "Iam":
        """Stand for a paginator of functions."""
        return self

    def paginate(self) -> list[dict[str, Any]]:
        """One function with a role."""
        role = f"arn:aws:iam::{ACCOUNT}:role/certkeeper-place_order"
        return [{"Functions": [{"FunctionName": "place_order", "Role": role}]}]

    def list_role_policies(self, **_named: str) -> dict[str, Any]:
        """One policy."""
        return {"PolicyNames": ["one"]}

    def get_role_policy(self, **_named: str) -> dict[str, Any]:
        """A statement for each kind of row."""
        statements = [
            {"Action": action, "Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": keys}}}
            for action, keys in self._statements
        ]
        return {"PolicyDocument": {"Statement": statements}}

    def simulate_principal_policy(self, **asked: Any) -> dict[str, Any]:  # noqa: ANN401 - of boto3
        """Allow the keys of one statement, or of all together."""
        keys = {key.removesuffix("probe") for key in asked["ContextEntries"][0]["ContextKeyValues"]}
        own = [
            {key.removesuffix("*") for key in keys}
            for action, keys in self._statements
            if action in asked["ActionNames"]
        ]
        groups = [set().union(*own)] if self._together else own
        allowed = self._blind or any(keys <= group for group in groups)
        return {"EvaluationResults": [{"EvalDecision": "allowed" if allowed else "implicitDeny"}]}


WRITES = (("dynamodb:PutItem", ["ORDER#*"]), ("dynamodb:PutItem", ["CERT#*"]), ("dynamodb:UpdateItem", ["ORDER#*"]))


@pytest.mark.parametrize(
    ("iam", "verdict", "came"),
    [
        (Iam(*WRITES, together=True), Verdict.GOOD, "denied alone: none; denied with all rows: none"),
        (Iam(*WRITES, together=False), Verdict.BAD, "denied with all rows: place_order dynamodb:PutItem"),
        (Iam(*WRITES, together=True, blind=True), Verdict.NOT_KNOWN, "a key that no policy names is allowed"),
        (Iam(together=True), Verdict.NOT_KNOWN, "no role has conditions on keys"),
    ],
)
def test_keys_that_are_denied_together_are_bad_and_a_blind_simulation_says_nothing(
    iam: Iam, verdict: Verdict, came: str
) -> None:
    """The control is a key that no policy names."""
    where = target({FUNCTION: {"PlaceOrder": "place_order"}}, session=cast("boto3.Session", iam))
    finding = found("Keys of rows, simulated", where)
    assert finding.verdict is verdict
    assert came in finding.came


def test_definitions_have_the_largest_numbers_and_no_placeholder() -> None:
    """Of every state machine; what CloudFormation would fill in is filled in."""
    functions = {name: f"certkeeper-{name}" for name in resources(SERVERLESS)}
    others = {"Table": "certkeeper-Table-1", "Notices": f"arn:aws:sns:{REGION}:{ACCOUNT}:notices"}
    definitions = largest_definitions(template(), target({FUNCTION: functions, "others": others}))
    assert definitions.keys() == resources(MACHINE).keys()
    rules = template()["Parameters"]["RetryIntervalSeconds"]
    largest = rules.get("MaxValue") or max(map(int, rules["AllowedValues"]))
    for definition in definitions.values():
        assert "${" not in definition
        assert f'"IntervalSeconds": {largest},' in definition
