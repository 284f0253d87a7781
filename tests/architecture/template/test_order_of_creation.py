"""CloudFormation makes resources in an order that works in an account that has none of them."""

import re
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

import pytest

from tests.architecture.deployed import listed
from tests.sam_translation import translated

Resources = Mapping[str, dict[str, Any]]

_IN_TEXT = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")
"""A name in the text of Fn::Sub."""


@pytest.fixture(scope="module")
def resources() -> Resources:
    """The resources of the translated template by logical id: SAM makes more of them than template.yaml names."""
    found: Resources = translated()["Resources"]
    return found


def references(node: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a template
    """Every name that a part of a template refers to, parameters included."""
    if isinstance(node, list):
        for each in node:
            yield from references(each)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "Ref":
                yield value
            elif key == "Fn::GetAtt":
                yield value[0] if isinstance(value, list) else value.partition(".")[0]
            elif key == "Fn::Sub":
                yield from _IN_TEXT.findall(listed(value)[0])
            yield from references(value)


def waits_for(resources: Resources, name: str) -> set[str]:
    """The resources that must be there before this one is made: its dependencies and its references."""
    resource = resources[name]
    named = {*listed(resource.get("DependsOn", [])), *references(resource.get("Properties", {}))}
    return named & resources.keys()


def types_before(resources: Resources, name: str) -> set[str]:
    """The types of all resources that are made before this one."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = waits_for(resources, waiting.pop()) - found
        found |= new
        waiting.extend(new)
    return {resources[each]["Type"] for each in found}


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        pytest.param(
            "AWS::ApiGateway::Account",
            "AWS::ApiGateway::RestApi",
            id="an account that has never had an API refuses the setting",
        ),
        pytest.param(
            "AWS::ApiGateway::Stage",
            "AWS::ApiGateway::Account",
            id="a stage may write access logs only through the account's role",
        ),
        pytest.param("AWS::ApiGateway::Stage", "AWS::Logs::LogGroup", id="a stage's log group must be there"),
        pytest.param("AWS::ApiGateway::Stage", "AWS::ApiGateway::Deployment", id="a stage shows a deployment"),
        pytest.param("AWS::Lambda::Permission", "AWS::Lambda::Function", id="a permission is a function's"),
        pytest.param("AWS::Lambda::Function", "AWS::IAM::Role", id="Lambda checks a role and its rights at once"),
        pytest.param("AWS::Lambda::Function", "AWS::Logs::LogGroup", id="a log group has its retention before lines"),
        pytest.param("AWS::Lambda::Function", "AWS::Lambda::LayerVersion", id="a function names versions of layers"),
        pytest.param(
            "AWS::StepFunctions::StateMachine", "AWS::IAM::Role", id="Step Functions takes on the role at once"
        ),
        pytest.param(
            "AWS::StepFunctions::StateMachine", "AWS::Logs::LogGroup", id="a machine's log group must be there"
        ),
        pytest.param("AWS::Events::Rule", "AWS::Lambda::Function", id="a rule calls a function"),
        pytest.param("AWS::CloudWatch::Alarm", "AWS::SNS::Topic", id="an alarm notifies a topic"),
        pytest.param("AWS::SQS::QueuePolicy", "AWS::Events::Rule", id="a queue lets in rules by their ARNs"),
    ],
)
def test_what_a_service_wants_first_is_made_first(resources: Resources, later: str, earlier: str) -> None:
    """These rules stand in AWS's documents and in no schema, so no linter and no emulator knows them."""
    names = [name for name, resource in resources.items() if resource["Type"] == later]
    assert names
    assert all(earlier in types_before(resources, name) for name in names)


def test_what_waits_for_a_role_waits_for_its_rights(resources: Resources) -> None:
    """A policy that is a resource of its own may come after whoever needs it.

    Lambda checks sqs:SendMessage of a function's role when the function gets a dead-letter queue
    (https://github.com/aws/serverless-application-model/issues/217).
    """
    apart = {"AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy"}
    assert not [name for name, resource in resources.items() if resource["Type"] in apart]
    letters = {
        name: resource["Properties"]
        for name, resource in resources.items()
        if resource["Type"] == "AWS::Lambda::Function" and "DeadLetterConfig" in resource["Properties"]
    }
    assert letters
    for name, properties in letters.items():
        role = resources[properties["Role"]["Fn::GetAtt"][0]]["Properties"]
        statements = [each for policy in role["Policies"] for each in policy["PolicyDocument"]["Statement"]]
        sending = [each["Resource"] for each in statements if "sqs:SendMessage" in listed(each["Action"])]
        assert properties["DeadLetterConfig"]["TargetArn"] in sending, name


def test_nothing_reads_events_before_its_role_may(resources: Resources) -> None:
    """A source of events (a stream, a queue) is read with the function's role; there is none in the template."""
    assert not [name for name, each in resources.items() if each["Type"] == "AWS::Lambda::EventSourceMapping"]


def test_no_resource_waits_for_itself(resources: Resources) -> None:
    """CloudFormation refuses a template with a circular dependency."""
    TopologicalSorter({name: waits_for(resources, name) for name in resources}).prepare()
