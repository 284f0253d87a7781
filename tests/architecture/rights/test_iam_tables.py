"""Every statement of the template is one that IAM knows: by AWS's tables of actions, resources and conditions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from infra.bootstrap.environments import ROOT
from infra.local.deployment.template import read_template
from tests.architecture.deployed import functions, listed, statements
from tests.iam_tables import faults, privilege
from tests.resolution import Stack
from tests.sam_translation import translated

RESOURCE_POLICIES = {"AWS::SNS::TopicPolicy": "PolicyDocument", "AWS::SQS::QueuePolicy": "PolicyDocument"}
"""Policies of resources by type, and the property that has them."""


NAMED = {"ApiId": "abc123", "Scopes": "shop,bank", "Policies": "Viewer,Operator,Exporter,Administrator"}


def documents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every policy of both templates, evaluated, with the logical id of what holds it."""
    stacks = (
        Stack(translated(), given={"RowConditions": "off"}),
        Stack(read_template(ROOT / "infra" / "access.yaml"), given=NAMED),
    )
    for stack in stacks:
        for name, resource in stack.resources().items():
            properties = resource["Properties"]
            if resource["Type"] in {"AWS::IAM::ManagedPolicy", *RESOURCE_POLICIES}:
                yield name, properties["PolicyDocument"]
            if resource["Type"] == "AWS::IAM::Role":
                yield from ((name, policy["PolicyDocument"]) for policy in properties.get("Policies", []))


def test_iam_knows_each_action_and_condition_and_what_it_is_for() -> None:
    """No emulator refuses an action that is misspelt, and IAM takes it without a word and never allows it."""
    found = list(documents())
    assert {"FunctionBoundary", "OperatorPolicy", "PlaceOrderRole", "UnfinishedPolicy"} <= {name for name, _ in found}
    wrong = [f"{name}: {fault}" for name, document in found for each in document["Statement"] for fault in faults(each)]
    assert not wrong, "\n".join(wrong)


def test_no_function_may_change_permissions() -> None:
    """By AWS's own access levels: a role that can widen roles or policies has everything in the end."""
    actions = {action for each in functions() for s in statements(each.properties) for action in listed(s["Action"])}
    assert actions
    assert not [each for each in sorted(actions) if privilege(each)["access_level"] == "Permissions management"]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ({"Action": "dynamodb:TransactWriteItems", "Resource": "*"}, "does not exist"),
        ({"Action": "sns:Unsubscribe", "Resource": "arn:aws:sns:r:1:t"}, "takes no resource"),
        ({"Action": "sqs:SendMessage", "Resource": "*"}, "takes a resource"),
        ({"Action": "dynamodb:PutItem", "Resource": "arn:aws:dynamodb:r:1:table/t/index/due"}, "is not for"),
        (
            {
                "Action": "sqs:SendMessage",
                "Resource": "arn:aws:sqs:r:1:q",
                "Condition": {"StringEquals": {"sns:Protocol": "email"}},
            },
            "has no condition key",
        ),
    ],
)
def test_a_statement_that_iam_would_not_follow_is_found(statement: dict[str, Any], fault: str) -> None:
    """One of each kind."""
    assert [each for each in faults(statement) if fault in each]
