"""The way of a notice, as it is deployed: rules, the queue behind them, the machine, its role, the topic."""

from typing import Any

import pytest
import yaml

from infra.bootstrap.environments import ROOT
from tests.architecture.deployed import MACHINE, function, functions, listed, resources, statements, template

FILE = ROOT / "infra" / "statemachines" / "notice.asl.yaml"
CONSUMERS = {"send_notice", "keep_history"}


def machine() -> dict[str, Any]:
    """The properties of the state machine."""
    return resources(MACHINE)["NoticeMachine"]


def state() -> dict[str, Any]:
    """Its only state, with `${...}` left in place."""
    definition = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    ((name, found),) = definition["States"].items()
    assert definition["StartAt"] == name
    return dict(found)


def rules() -> dict[str, dict[str, Any]]:
    """The rules on events, by the operation that they call."""
    return {
        each.operation: event["Properties"]
        for each in functions()
        for event in each.events
        if event["Type"] == "EventBridgeRule"
    }


def test_certkeepers_events_have_two_consumers() -> None:
    """Each hears all that this stack sends, and nothing of another one, on the bus that they are sent to."""
    assert rules().keys() == CONSUMERS
    for rule in rules().values():
        assert rule["Pattern"] == {"source": ["certkeeper"], "resources": [{"Ref": "AWS::StackId"}]}
        assert rule["EventBusName"] == {"Ref": "EventBusName"}


@pytest.mark.parametrize("operation", sorted(CONSUMERS))
def test_what_a_consumer_cannot_do_waits_in_the_queue(operation: str) -> None:
    """Whether the function failed (Lambda's queue) or could not be called for a whole day (the rule's)."""
    queue = {"Fn::GetAtt": ["Unfinished", "Arn"]}
    assert function(operation).properties["DeadLetterQueue"] == {"Type": "SQS", "TargetArn": queue}
    assert rules()[operation]["DeadLetterConfig"] == {"Arn": queue}
    assert rules()[operation]["RetryPolicy"] == {"MaximumRetryAttempts": 185, "MaximumEventAgeInSeconds": 86_400}


def test_the_queue_is_emptied_by_one_who_hides_what_they_take_for_longer_than_they_run() -> None:
    """Else two would send at once; and whatever stays is kept for two weeks, as long as SQS can."""
    queue = resources("AWS::SQS::Queue")["Unfinished"]
    takers = [
        each
        for each in functions()
        if any("sqs:ReceiveMessage" in listed(statement["Action"]) for statement in statements(each.properties))
    ]
    assert [each.operation for each in takers] == ["repeat_events"]
    assert queue["VisibilityTimeout"] > takers[0].properties["Timeout"]
    assert queue["MessageRetentionPeriod"] == 14 * 86_400


@pytest.mark.parametrize(
    ("alarm", "subject"),
    [
        ("UnfinishedAlarm", {"Fn::Sub": "${AWS::StackName}-repeat_events"}),
        ("FailedNotices", {"Ref": "NoticeMachine"}),
    ],
)
def test_what_is_stuck_is_reported(alarm: str, subject: dict[str, Any]) -> None:
    """By CloudWatch, which needs none of the above."""
    found = resources("AWS::CloudWatch::Alarm")[alarm]
    assert [each["Value"] for each in found["Dimensions"]] == [subject]
    assert found["AlarmActions"] == [{"Ref": "Notices"}]


def test_the_machine_publishes_what_it_is_given_and_nothing_else() -> None:
    """To the topic, with the attributes that filter policies select by, in one text for people and one for programs."""
    publish = state()
    assert publish["Resource"] == "arn:${Partition}:states:::sns:publish"
    assert publish["End"] is True
    parameters = publish["Parameters"]
    assert parameters["TopicArn"] == "${NoticesTopicArn}"
    assert parameters["MessageStructure"] == "json"
    assert parameters["MessageAttributes"].keys() == {"scope", "type", "severity"}
    assert machine()["DefinitionSubstitutions"]["NoticesTopicArn"] == {"Ref": "Notices"}
    names = {part.partition("}")[0] for part in FILE.read_text(encoding="utf-8").split("${")[1:]}
    assert names == machine()["DefinitionSubstitutions"].keys()


def test_what_is_given_up_can_be_redriven() -> None:
    """It fails, is reported by an alarm, and keeps its input."""
    assert "Catch" not in state()


def test_the_machine_is_standard() -> None:
    """An express one may run twice under one name."""
    assert machine()["Type"] == "STANDARD"


def test_the_machine_may_publish_to_certkeepers_topic_and_nothing_else() -> None:
    """Log deliveries aside."""
    actions = {action for each in statements(machine()) for action in listed(each["Action"])}
    assert {action for action in actions if not action.startswith("logs:")} == {"sns:Publish"}
    (publishing,) = [each for each in statements(machine()) if listed(each["Action"]) == ["sns:Publish"]]
    assert publishing["Resource"] == {"Ref": "Notices"}


def test_nothing_of_a_notice_is_logged() -> None:
    """Administrators' notices are for administrators."""
    assert machine()["Logging"]["Level"] == "ERROR"
    assert machine()["Logging"]["IncludeExecutionData"] is False
    assert machine()["Tracing"] == {"Enabled": False}


def test_who_starts_notices_starts_nothing_else() -> None:
    """Nor does anybody else start notices."""
    started = {
        each.operation: [
            resource
            for statement in statements(each.properties)
            if "states:StartExecution" in listed(statement["Action"])
            for resource in listed(statement["Resource"])
        ]
        for each in functions()
    }
    notice = {"Ref": "NoticeMachine"}
    assert {name for name, arns in started.items() if notice in arns} == {"send_notice", "repeat_events"}
    assert started["send_notice"] == started["repeat_events"] == [notice]


def test_nobody_is_subscribed_by_the_template() -> None:
    """CloudFormation never asks again whoever has not confirmed or was unsubscribed: a function does."""
    assert resources("AWS::SNS::Subscription") == {}
    assert template()["Parameters"]["AdministratorEmails"]["AllowedPattern"].endswith("{0,4}$")
    assert "Subscription" not in resources("AWS::SNS::Topic")["Notices"]


def test_whoever_subscribes_or_shows_administrators_knows_those_of_the_stack() -> None:
    """The same addresses, from the same parameter."""
    knowing = {
        each.operation
        for each in functions()
        if each.properties.get("Environment", {}).get("Variables", {}).get("ADMINISTRATOR_EMAILS")
        == {"Ref": "AdministratorEmails"}
    }
    assert knowing == {
        "subscribe_administrators",
        "put_scope",
        "update_scope",
        "delete_scope",
        "get_scope",
        "list_scopes",
    }
