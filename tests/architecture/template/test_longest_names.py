"""A stack with the longest name that `make deploy` allows can be made: each name is within AWS's limits."""

from __future__ import annotations

from typing import Any

import pytest

from certkeeper.adapters.secretsmanager.layout import SecretNames
from certkeeper.adapters.uuid7 import new_uuid7
from infra.deploy.stack import MAX_NAME_CHARACTERS
from tests.resolution import Stack
from tests.sam_translation import translated

LIMITS = {
    ("AWS::ApiGateway::Stage", "StageName"): 128,
    ("AWS::Lambda::Function", "FunctionName"): 64,
    ("AWS::Lambda::LayerVersion", "LayerName"): 140,
    ("AWS::Logs::LogGroup", "LogGroupName"): 512,
    ("AWS::SNS::Topic", "DisplayName"): 100,
    ("AWS::SSM::Parameter", "Name"): 1011,
    ("AWS::StepFunctions::StateMachine", "StateMachineName"): 80,
}
"""Characters of a name, by the pages of CreateStage, CreateFunction, PublishLayerVersion, CreateLogGroup, CreateTopic,
PutParameter and CreateStateMachine."""

REFERENCES = {
    ("AWS::CloudWatch::Alarm", "MetricName"),
    ("AWS::Events::Rule", "EventBusName"),
    ("AWS::Lambda::Permission", "FunctionName"),
}
"""Properties of that ending that name something else than the resource."""

UNLIMITED = {("AWS::ApiGateway::RestApi", "Name")}
"""Names without a length on the page of CreateRestApi."""

MAX_POLICY_NAME, MAX_LOGICAL_ID, MAX_SECRET_NAME = 128, 255, 512
"""Characters: IAM's PutRolePolicy, CloudFormation's "Resources", and Secrets Manager's CreateSecret."""

RESOURCES: dict[str, dict[str, Any]] = translated()["Resources"]
STACK = Stack(translated(), "s" * MAX_NAME_CHARACTERS, "us-isof-south-1", partition="aws-us-gov")
"""A stack whose name, region and partition are at their longest."""


def names() -> dict[tuple[str, str, str], str]:
    """Each name that the template fixes, by logical id, type and property."""
    return {
        (logical_id, resource["Type"], property_): STACK.value(value)
        for logical_id, resource in RESOURCES.items()
        for property_, value in resource.get("Properties", {}).items()
        if property_.endswith("Name") and (resource["Type"], property_) not in REFERENCES
    }


@pytest.mark.parametrize(("type_", "property_"), sorted({key[1:] for key in names()} - UNLIMITED))
def test_a_name_is_within_the_limit_of_its_type(type_: str, property_: str) -> None:
    """A type that has no row in the table has none that was checked."""
    longest = max((name for key, name in names().items() if key[1:] == (type_, property_)), key=len)
    assert len(longest) <= LIMITS[type_, property_], longest


def test_a_function_needs_every_character_of_its_limit() -> None:
    """One more in a stack's name, and the function with the longest name could not be made."""
    functions = [name for key, name in names().items() if key[1] == "AWS::Lambda::Function"]
    assert max(map(len, functions)) == LIMITS["AWS::Lambda::Function", "FunctionName"]


def test_logical_ids_are_within_the_limit() -> None:
    """SAM joins those of a function and of its event; names that CloudFormation makes itself begin with one."""
    assert max(map(len, RESOURCES)) <= MAX_LOGICAL_ID


def test_secrets_that_functions_create_have_names_within_the_limit() -> None:
    """They begin with the stack's name."""
    made = SecretNames(STACK.name)
    assert len(made.certificate(new_uuid7())) <= MAX_SECRET_NAME
    assert len(made.account("https://ca.example/directory")) <= MAX_SECRET_NAME


def test_names_of_inline_policies_are_within_the_limit() -> None:
    """What the policies may hold is in tests/architecture/rights/test_sizes_of_policies.py."""
    roles = [each["Properties"] for each in RESOURCES.values() if each["Type"] == "AWS::IAM::Role"]
    found = [STACK.value(policy["PolicyName"]) for role in roles for policy in role.get("Policies", [])]
    assert found
    assert max(map(len, found)) <= MAX_POLICY_NAME
