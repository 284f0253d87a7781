"""The policies to deploy with (infra/deployer.yaml) have what CloudFormation needs for the template, and little else.

CloudFormation's resource schemas name the actions that it takes for each type (`handlers`); cfn-lint has a copy.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from infra.bootstrap.environments import ROOT
from infra.local.deployment.template import read_template
from tests.architecture.deployed import listed
from tests.architecture.rights.test_sizes_of_policies import LONG_STACK_NAME, MAX_MANAGED
from tests.iam import managed_statements
from tests.iam_tables import faults, privilege
from tests.resolution import Stack
from tests.sam_translation import translated

POLICIES = ("StackPolicy", "ResourcesPolicy")

OTHER_SERVICES = {"ec2", "elasticfilesystem", "firehose", "kinesis", "kms", "s3files"}
"""For networks, file systems, streams and keys of the customer: the template has none."""

NOT_USED = {
    "apigateway:UpdateRestApiPolicy": "the API has no resource policy",
    **dict.fromkeys(
        ("dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"),
        "rows, for a table in several regions",
    ),
    **dict.fromkeys(("dynamodb:Scan", "dynamodb:UpdateItem"), "rows, for a table in several regions"),
    **dict.fromkeys(
        ("dynamodb:AssociateTableReplica", "dynamodb:CreateTableReplica", "dynamodb:DescribeImport"),
        "a table in several regions, or one that is filled from a bucket",
    ),
    **dict.fromkeys(
        (
            "dynamodb:DisableKinesisStreamingDestination",
            "dynamodb:EnableKinesisStreamingDestination",
            "dynamodb:ImportTable",
            "dynamodb:UpdateKinesisStreamingDestination",
        ),
        "a stream, or a table that is filled from a bucket",
    ),
    **dict.fromkeys(
        ("iam:AttachGroupPolicy", "iam:AttachUserPolicy", "iam:DetachGroupPolicy", "iam:DetachUserPolicy"),
        "policies of the template are attached to nobody",
    ),
    "iam:CreateServiceLinkedRole": "a table with provisioned capacity that scales",
    "lambda:GetCodeSigningConfig": "signed code",
    "lambda:PassCapacityProvider": "functions on instances of one's own",
    "lambda:PutFunctionCodeSigningConfig": "signed code",
    **dict.fromkeys(
        (
            "logs:AssociateKmsKey",
            "logs:DisassociateKmsKey",
            "logs:DeleteDataProtectionPolicy",
            "logs:DeleteIndexPolicy",
        ),
        "keys and policies of log groups",
    ),
    **dict.fromkeys(
        ("logs:PutDataProtectionPolicy", "logs:PutIndexPolicy", "logs:PutBearerTokenAuthentication"),
        "keys and policies of log groups",
    ),
    "logs:PutLogGroupDeletionProtection": "log groups that cannot be deleted",
    "logs:DeleteResourcePolicy": "the policy is the account's, and others need it",
    **dict.fromkeys(
        ("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"), "the log of a table's import"
    ),
    "sns:PutDataProtectionPolicy": "policies about the data in a topic",
}
"""Actions in the schemas for properties that no resource of the template has, and which."""

NEVER_CALLED = {"list"}
"""The handler by which CloudFormation finds resources that are in no stack."""

NOT_IN_THE_TABLES = {
    "apigateway": "the tables have one entry for REST APIs and HTTP APIs, with the resources of the latter",
    "cloudformation:CreateChangeSet": "a transform is a resource too (CloudFormation User Guide, macros)",
    "cloudformation:GetTemplateSummary": "without a stack there is no resource",
}


def deployer(name: str = "certkeeper") -> Stack:
    """The stack with the policies."""
    template = read_template(ROOT / "infra" / "deployer.yaml")
    return Stack(template, "d", "us-isof-south-1", partition="aws-us-gov", given={"StackName": name})


def statements() -> list[Any]:
    """Every statement of both policies."""
    made = deployer().resources()
    return [each for name in POLICIES for each in managed_statements(made, name)]


def needed() -> dict[str, set[str]]:
    """The actions that CloudFormation takes for the types in the template, and the types that each is for."""
    found: dict[str, set[str]] = {}
    for type_ in {each["Type"] for each in translated()["Resources"].values()}:
        handlers = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type_).schema["handlers"]
        for handler, each in handlers.items():
            for action in each["permissions"] if handler not in NEVER_CALLED else ():
                if action.partition(":")[0] not in OTHER_SERVICES and privilege(action):
                    found.setdefault(action, set()).add(type_)
    return found


def test_whatever_cloudformation_does_for_the_template_is_allowed() -> None:
    """A new type of resource, or a schema with another action, would end a deployment half-way."""
    allowed = {action for each in statements() for action in listed(each["Action"])}
    missing = needed().keys() - allowed - NOT_USED.keys()
    assert not {action: needed()[action] for action in missing}


def test_what_is_left_out_is_still_in_the_schemas() -> None:
    """Else the list would excuse what nobody asks for, and hide what is asked for later."""
    assert not NOT_USED.keys() - needed().keys()


def test_nothing_is_allowed_that_nothing_asks_for() -> None:
    """By the schemas, or by sam, which makes stacks and keeps its artifacts in a bucket."""
    of_sam = {action for each in statements() for action in listed(each["Action"])} - needed().keys()
    assert {action.partition(":")[0] for action in of_sam} == {"cloudformation", "s3"}


def test_rows_and_secrets_stay_closed() -> None:
    """Whoever deploys may change functions, and so has a way to both; none of it is by the way."""
    actions = {action for each in statements() for action in listed(each["Action"])}
    assert not [action for action in actions if action.startswith("secretsmanager:")]
    assert not [
        action for action in actions if action.startswith("dynamodb:") and action.endswith(("Item", "Query", "Scan"))
    ]


def test_iam_knows_each_action_and_what_it_is_for() -> None:
    """By AWS's tables, as the policies of the template itself."""
    judged = [
        {**each, "Action": [action for action in listed(each["Action"]) if not _is_excused(action)]}
        for each in statements()
    ]
    assert not [fault for each in judged for fault in faults(each)]


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_is_within_the_quota(policy: str) -> None:
    """At the longest name of a stack."""
    document = deployer(LONG_STACK_NAME).resources()[policy]["Properties"]["PolicyDocument"]
    assert len(json.dumps(document, separators=(",", ":"))) <= MAX_MANAGED


def _is_excused(action: str) -> bool:
    return action in NOT_IN_THE_TABLES or action.partition(":")[0] in NOT_IN_THE_TABLES
