"""The permissions of roles: named actions on named resources, within the permissions boundary."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from certkeeper.adapters.dynamodb.keys import LEADING_KEYS
from certkeeper.adapters.secretsmanager.layout import bundle_token
from certkeeper.adapters.uuid7 import new_uuid7
from tests.architecture.deployed import (
    MACHINE,
    function,
    functions,
    listed,
    resources,
    statements,
)

ANY_RESOURCE = {
    "route53:ListHostedZones": "Route 53 lists all zones of an account or none",
    "sns:GetSubscriptionAttributes": "SNS knows no resource for what is done with one subscription",
    "sns:SetSubscriptionAttributes": "the same",
    "sns:Unsubscribe": "the same",
    "states:SendTaskSuccess": "the task token is what permits",
    "logs:CreateLogDelivery": "log deliveries, which Step Functions makes with its role, have no resources",
    "logs:DeleteLogDelivery": "the same",
    "logs:DescribeLogGroups": "the same",
    "logs:DescribeResourcePolicies": "the same",
    "logs:GetLogDelivery": "the same",
    "logs:ListLogDeliveries": "the same",
    "logs:PutResourcePolicy": "the same",
    "logs:UpdateLogDelivery": "the same",
}
"""The actions that take `*`, and why. Everything else names what it is for."""

READERS_OF_KEYS = {"export_certificate", "finalize_order", "open_order", "retrieve_certificate"}


def test_no_action_has_a_wildcard_and_none_scans() -> None:
    """`dynamodb:*` would grant tomorrow's actions; a Scan reads what other scopes own."""
    actions = {action for _, statement in _all_statements() for action in listed(statement["Action"])}
    assert not [action for action in actions if "*" in action]
    assert not {"dynamodb:Scan", "dynamodb:PartiQLSelect"} & actions


def test_every_statement_names_its_resource() -> None:
    """`*` only where AWS knows no resource; each such action is listed with the reason."""
    anywhere = [statement for _, statement in _all_statements() if "*" in listed(statement["Resource"])]
    assert {action for statement in anywhere for action in listed(statement["Action"])} == ANY_RESOURCE.keys()


def test_every_statement_allows() -> None:
    """There is nothing to deny where nothing is granted by the way; NotAction and NotResource grant by the way."""
    assert all(statement["Effect"] == "Allow" for _, statement in _all_statements())
    assert not [statement for _, statement in _all_statements() if {"NotAction", "NotResource"} & statement.keys()]


def test_rows_are_named_by_the_beginning_of_their_keys() -> None:
    """Whoever may touch the table may touch the rows of its work, and no other kind."""
    on_table = [
        (name, statement)
        for name, statement in _all_statements()
        if statement["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]} and name != "FunctionBoundary"
    ]
    unbound = {
        name
        for name, statement in on_table
        if not statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys")
    }
    assert on_table
    assert not unbound


def test_a_state_machine_touches_rows_of_the_same_patterns_as_functions() -> None:
    """Its statements are written by hand."""
    patterns = {
        pattern
        for machine in resources(MACHINE).values()
        for statement in statements(machine)
        for pattern in statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", [])
    }
    assert patterns == {LEADING_KEYS["orders"]}


def test_the_boundary_is_what_the_roles_add_up_to() -> None:
    """It cuts off nothing that a role grants, and allows nothing that none needs; logs are written by Lambda itself.

    Both are generated. A hand-written statement beside them would be found here.
    """
    granted = {action for each in functions() for s in statements(each.properties) for action in listed(s["Action"])}
    allowed = {action for statement in _boundary() for action in listed(statement["Action"])}
    assert allowed - {"logs:CreateLogStream", "logs:PutLogEvents"} == granted


def test_certificate_secrets_are_read_by_few() -> None:
    """Private keys of certificates are within reach of the export and of three tasks."""
    readers = {
        each.operation
        for each in functions()
        for statement in statements(each.properties)
        if "secretsmanager:GetSecretValue" in listed(statement["Action"])
        and "/certificates/" in statement["Resource"]["Fn::Sub"]
    }
    assert readers == READERS_OF_KEYS


def test_only_the_export_reads_what_is_current() -> None:
    """Tasks have to name the version that they read, one of them a key's. Nobody reads by leaving out which."""
    by_id = {"Null": {"secretsmanager:VersionId": "false"}}
    of_keys = {"StringLike": {"secretsmanager:VersionId": "????????-????-7???-????-????????????"}}
    current = {"StringEquals": {"secretsmanager:VersionStage": "AWSCURRENT"}}
    conditions = {
        each.operation: [
            statement.get("Condition")
            for statement in statements(each.properties)
            if "secretsmanager:GetSecretValue" in listed(statement["Action"])
            and "/certificates/" in statement["Resource"]["Fn::Sub"]
        ]
        for each in functions()
        if each.operation in READERS_OF_KEYS
    }
    assert conditions.pop("export_certificate") == [current, by_id]
    assert conditions == {"open_order": [by_id], "finalize_order": [of_keys], "retrieve_certificate": [by_id]}


def test_the_form_of_a_versions_id_distinguishes_keys_from_bundles() -> None:
    """What the role of FinalizeOrder goes by."""
    ((like,),) = [
        statement["Condition"]["StringLike"].values()
        for statement in statements(function("finalize_order").properties)
        if "StringLike" in statement.get("Condition", {})
    ]
    for order_id in (new_uuid7() for _ in range(100)):
        assert fnmatchcase(order_id, like)
        assert not fnmatchcase(bundle_token(order_id), like)


def test_the_public_route_reads_one_kind_of_row() -> None:
    """Whatever a stranger makes of the one open route, challenges are all there is to see."""
    role = resources("AWS::IAM::Role")["ResponderRole"]
    (statement,) = statements({"Policies": [each["PolicyDocument"] for each in role["Policies"]]})
    assert statement == {
        "Effect": "Allow",
        "Action": "dynamodb:GetItem",
        "Resource": {"Fn::GetAtt": ["Table", "Arn"]},
        "Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [LEADING_KEYS["challenges"]]}},
    }
    assert "ManagedPolicyArns" not in role
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "apigateway.amazonaws.com"}


def test_who_subscribes_subscribes_addresses_of_mail_and_nothing_else() -> None:
    """A function or a queue of somebody's, subscribed by Certkeeper, would get everything."""
    subscribing = [
        (name, statement)
        for name, statement in _all_statements()
        if "sns:Subscribe" in listed(statement["Action"]) and name != "FunctionBoundary"
    ]
    assert {name for name, _ in subscribing} == {"PutScope", "UpdateScope", "SubscribeAdministrators"}
    for _, statement in subscribing:
        assert statement["Resource"] == {"Ref": "Notices"}
        assert statement["Condition"] == {"StringEquals": {"sns:Protocol": "email"}}


def test_only_one_function_touches_subscriptions_that_are_there() -> None:
    """Its actions know no resource, so no function that a person can call has them."""
    touching = {
        each.operation
        for each in functions()
        for statement in statements(each.properties)
        if {"sns:SetSubscriptionAttributes", "sns:Unsubscribe"} & set(listed(statement["Action"]))
    }
    assert touching == {"subscribe_administrators"}


def test_no_role_changes_other_records_than_those_of_the_challenge() -> None:
    """Who could change any other record of a zone could take its sites over."""
    changing = [
        (name, statement)
        for name, statement in _all_statements()
        if "route53:ChangeResourceRecordSets" in listed(statement["Action"])
    ]
    assert {name for name, _ in changing} == {"PresentChallenges", "CleanUpChallenges", "FunctionBoundary"}
    for _, statement in changing:
        assert statement["Condition"] == {
            "ForAllValues:StringLike": {
                "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"],
            },
            "ForAllValues:StringEquals": {
                "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"],
                "route53:ChangeResourceRecordSetsActions": ["CREATE", "DELETE"],
            },
        }


def test_policies_are_of_the_current_language() -> None:
    """Without a version IAM reads the language of 2008, which takes variables for text."""
    holders = [*(each.properties for each in functions()), *resources(MACHINE).values()]
    assert {policy["Version"] for holder in holders for policy in holder["Policies"]} == {"2012-10-17"}


def _boundary() -> list[dict[str, Any]]:
    document = resources("AWS::IAM::ManagedPolicy")["FunctionBoundary"]["PolicyDocument"]
    found: list[dict[str, Any]] = document["Statement"]
    return found


def _all_statements() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every statement of functions, machines and the boundary, with the name of what holds it."""
    for each in functions():
        yield from ((each.name, statement) for statement in statements(each.properties))
    for name, machine in resources(MACHINE).items():
        yield from ((name, statement) for statement in statements(machine))
    yield from (("FunctionBoundary", statement) for statement in _boundary())
