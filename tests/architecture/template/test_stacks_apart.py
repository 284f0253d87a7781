"""Two stacks in one account and region, side by side or one after the other: neither events nor names are shared."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from infra.bootstrap.environments import ROOT
from tests.architecture.deployed import Function, functions, listed, resources, statements, template
from tests.sam_translation import translated

RULES = {"EventBridgeRule", "CloudWatchEvent"}
"""What SAM makes a rule with a pattern of; the second is the older name of the first."""
OWN = {"Ref": "AWS::StackId"}
NAMES = {
    *("FunctionName", "LogGroupName", "ManagedPolicyName", "Name", "QueueName", "RoleName", "StateMachineName"),
    *("TableName", "TopicName"),
}
"""The properties that fix what a resource is called; a resource without one gets a name that no other has."""
FREE_AT_ONCE = {"AWS::Lambda::Function", "AWS::Logs::LogGroup", "AWS::SSM::Parameter"}
"""The types whose names are free as soon as CloudFormation has deleted them.

That of a parameter is after 30 seconds (Systems Manager, DeleteParameter), in which the rest of a stack is deleted.

A state machine keeps its name while one of its executions runs (Step Functions, DeleteStateMachine), which is up to
30 days.
"""
SHARED = {"AWS::ApiGateway::RestApi"}
"""The types of which two may have the same name: each has an id besides."""
MACHINES = sorted((ROOT / "infra" / "statemachines").glob("*.asl.yaml"))


def patterns() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every pattern of events in the template, with the name of what has it."""
    for name, rule in resources("AWS::Events::Rule").items():
        if "EventPattern" in rule:
            yield name, rule["EventPattern"]
    for type_ in ("AWS::Serverless::Function", "AWS::Serverless::StateMachine"):
        for name, resource in resources(type_).items():
            for event in resource.get("Events", {}).values():
                if event["Type"] in RULES:
                    yield name, event["Properties"]["Pattern"]


def names_the_stack(value: object) -> bool:
    """Whether a value of the template is another one in another stack."""
    return value in (OWN, {"Ref": "AWS::StackName"}) or "${AWS::StackName}" in str(value)


def publishers() -> list[Function]:
    """The functions whose role may send events."""
    return [
        each
        for each in functions()
        if any("events:PutEvents" in listed(statement["Action"]) for statement in statements(each.properties))
    ]


def test_every_rule_hears_this_stack_only() -> None:
    """By the ARN of the stack, which no other stack has, and the one with the same name that comes after it neither."""
    found = dict(patterns())
    assert found
    for name, pattern in found.items():
        assert pattern.get("resources") == [OWN], name


@pytest.mark.parametrize("publisher", publishers(), ids=lambda each: each.operation)
def test_whoever_sends_events_knows_whose_they_are(publisher: Function) -> None:
    """From its environment, beside the bus that they go to."""
    assert publisher.environment["STACK_ID"] == OWN
    assert "EVENT_BUS_NAME" in publisher.environment


def test_events_are_sent_by_functions_only() -> None:
    """A state machine's own `events:putEvents` would need the stack in its entry as well."""
    assert MACHINES
    for file in MACHINES:
        assert "putevents" not in file.read_text(encoding="utf-8").lower(), file.name
    for machine in resources("AWS::Serverless::StateMachine").values():
        assert "events:PutEvents" not in json.dumps(list(statements(machine)))


def test_only_rules_of_this_stack_put_into_its_queue() -> None:
    """EventBridge needs the queue's own policy (EventBridge, "Using dead-letter queues"); it names rules."""
    (statement,) = resources("AWS::SQS::QueuePolicy")["UnfinishedPolicy"]["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Action"] == "sqs:SendMessage"
    named = {source["Fn::GetAtt"][0] for source in statement["Condition"]["ArnEquals"]["aws:SourceArn"]}
    assert named <= {f"{each.name}{event}" for each in functions() for event in each.properties.get("Events", {})}


def test_every_name_that_is_fixed_has_the_stack_in_it() -> None:
    """A second stack could not be made, or would share with the first, what both call by one name."""
    fixed = {
        (name, property_): value
        for name, resource in template()["Resources"].items()
        for property_, value in resource.get("Properties", {}).items()
        if property_ in NAMES
    }
    assert fixed
    assert not [where for where, value in fixed.items() if not names_the_stack(value)]


def test_a_name_that_is_not_free_at_once_is_another_one_in_the_next_stack() -> None:
    """A stack that was deleted can be deployed again under its name, though orders still wait or logs are kept."""
    named = {
        (name, property_): (resource, value)
        for name, resource in translated()["Resources"].items()
        for property_, value in resource.get("Properties", {}).items()
        if property_ in NAMES and resource["Type"] not in SHARED and not resource["Type"].endswith("::Permission")
    }
    assert {resource["Type"] for resource, _ in named.values()} >= {"AWS::StepFunctions::StateMachine"}
    kept = {
        where: value
        for where, (resource, value) in named.items()
        if resource["Type"] not in FREE_AT_ONCE or resource.get("DeletionPolicy", "Delete") != "Delete"
    }
    assert not [where for where, value in kept.items() if OWN not in references(value)]


def references(value: Any) -> Iterator[Any]:  # noqa: ANN401 - any part of a template
    """Every part of a value of the template, the value itself first."""
    yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from references(part)


def test_every_alarm_is_about_something_of_this_stack() -> None:
    """Else the sweeps of one stack would hide that those of the other have ended."""
    own = template()["Resources"].keys()
    for name, alarm in resources("AWS::CloudWatch::Alarm").items():
        values = [each["Value"] for each in alarm["Dimensions"] if isinstance(each["Value"], dict)]
        refers = [value.get("Ref") in own or value.get("Fn::GetAtt", [None])[0] in own for value in values]
        assert any(refers) or any(map(names_the_stack, values)), name


def test_what_outlives_the_stack_has_a_name_that_no_other_stack_wants() -> None:
    """A fixed name would be taken when a stack of this name is made again, or what was switched off is switched on."""
    kept = {
        name: each.get("Properties", {})
        for name, each in template()["Resources"].items()
        if each.get("DeletionPolicy", "Delete") != "Delete"
    }
    assert {"Table", "ApiLogs"} <= kept.keys()
    assert not {name for name, properties in kept.items() if NAMES & properties.keys()}
