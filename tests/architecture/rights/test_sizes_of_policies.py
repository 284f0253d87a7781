"""Policies stay within IAM's quotas in the stack with the longest names (IAM User Guide, "IAM and AWS STS quotas")."""

from __future__ import annotations

import json
from typing import Any

import pytest

from infra.bootstrap.environments import ROOT
from infra.deploy.parameters import parameters_of
from infra.local.deployment.template import read_template
from tests.architecture.deployed import template
from tests.resolution import Stack
from tests.sam_translation import translated

MAX_INLINE = 10_240
"""Characters of all inline policies of a role together, without white space."""

MAX_MANAGED = 6_144
"""Characters of a managed policy, without white space."""

MAX_MANAGED_OF_A_ROLE = 10
"""Managed policies of a role, unless the quota was raised."""

LONG_STACK_NAME = "s" * 39
"""docs/operate/deploy.md: with a longer one the names of functions would pass Lambda's 64 characters."""

LONGEST = {
    "ExistingTableName": "t" * 128,  # patterns.TABLE
    "EventBusName": "b" * 256,  # PutEvents, `EventBusName`, without an ARN
    "DnsRoleArn": "arn:aws-us-gov:iam::123456789012:role/" + "r" * 512,  # a path may have 512 characters, a name 64
}
"""The parameters that policies have in them, at their longest."""


def policies(row_conditions: str) -> dict[str, dict[str, Any]]:
    """The resources of a stack in a region and a partition with long names, by logical id."""
    given = {**LONGEST, "RowConditions": row_conditions}
    name, region, partition = LONG_STACK_NAME, "us-isof-south-1", "aws-us-gov"
    return Stack(translated(), name, region, partition=partition, given=given).resources()


def scopes(count: int) -> str:
    """So many scopes with names at their longest (the pattern of `Scopes`)."""
    return ",".join(letter * 63 for letter in "abcdef"[:count])


def of_named_scopes() -> dict[str, dict[str, Any]]:
    """The same of infra/access.yaml, with as many scopes as it takes."""
    given = {
        "ApiId": "a" * 10,
        "StageName": "v" * 8,
        "StackName": LONG_STACK_NAME,
        "Scopes": scopes(4),
        "Policies": "Viewer,Operator,Exporter,Administrator",
    }
    access = read_template(ROOT / "infra" / "access.yaml")
    parameters = parameters_of(access)
    assert not [name for name, value in given.items() if parameters[name].violation(value)]
    assert parameters["Scopes"].violation(scopes(5))
    return Stack(access, region="us-isof-south-1", partition="aws-us-gov", given=given).resources()


def size(document: object) -> int:
    """The characters that IAM counts."""
    return len(json.dumps(document, separators=(",", ":")))


@pytest.mark.parametrize("row_conditions", template()["Parameters"]["RowConditions"]["AllowedValues"])
def test_a_roles_own_policies_are_within_the_quota(row_conditions: str) -> None:
    """Else the role could not be made, and with it the whole stack."""
    roles = {name: each for name, each in policies(row_conditions).items() if each["Type"] == "AWS::IAM::Role"}
    assert roles
    for name, role in roles.items():
        own = sum(size(each["PolicyDocument"]) for each in role["Properties"].get("Policies", []))
        assert own <= MAX_INLINE, name
        assert len(role["Properties"].get("ManagedPolicyArns", [])) <= MAX_MANAGED_OF_A_ROLE, name


def test_managed_policies_are_within_the_quota() -> None:
    """The boundary above all, which has what all functions may do, and the operator's for named scopes."""
    made = [*policies("off").items(), *of_named_scopes().items()]
    found = [(name, each) for name, each in made if each["Type"] == "AWS::IAM::ManagedPolicy"]
    assert len(found) == 9
    for name, policy in found:
        assert size(policy["Properties"]["PolicyDocument"]) <= MAX_MANAGED, name


def test_a_fifth_scope_would_not_fit() -> None:
    """Which is why there are four: the operator's policy has most paths, and each scope adds as much to it."""
    document = of_named_scopes()["OperatorPolicy"]["Properties"]["PolicyDocument"]
    of_four = sum(size(arn) + 1 for each in document["Statement"] for arn in each["Resource"] if "/scopes/" in arn)
    assert size(document) + of_four // 4 > MAX_MANAGED


def test_the_policies_for_named_scopes_can_be_sent_as_a_file() -> None:
    """`aws cloudformation deploy` takes a larger template from a bucket only (CloudFormation quotas, TemplateBody)."""
    assert (ROOT / "infra" / "access.yaml").stat().st_size <= 51_200


def test_every_parameter_in_a_policy_is_at_its_longest_here() -> None:
    """A new one would be judged at its default, which is short."""
    documents = [
        json.dumps(each["Properties"].get("Policies", each["Properties"].get("PolicyDocument", [])))
        for each in translated()["Resources"].values()
        if each["Type"] in {"AWS::IAM::Role", "AWS::IAM::ManagedPolicy"}
    ]
    named = {
        name
        for name in parameters_of(template())
        if any(form in document for document in documents for form in (f'"{name}"', f"${{{name}}}"))
    }
    assert named == LONGEST.keys()
