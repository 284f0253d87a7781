"""Rights on rows: one statement per action, for the union of the kinds that the action is for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.adapters.dynamodb.keys import INDEXES, LEADING_KEYS
from certkeeper.entrypoints.contract.operations import Operation, Role
from infra.local.deployment.template import Sub
from infra.rooms import Function, Policy, Resource, Room
from tools.generate import table
from tools.generate.rights import API, Reach, all_together, in_transactions, on_resources, on_rows, policies, shortened

ROWS = st.dictionaries(
    st.sampled_from(sorted(LEADING_KEYS)),
    st.lists(st.sampled_from(["GetItem", "PutItem", "Query", "UpdateItem"]), min_size=1, unique=True),
)


def as_list(value: Any) -> list[str]:  # noqa: ANN401 - JSON
    """One or many, as many."""
    return value if isinstance(value, list) else [value]


def actions_of(statement: dict[str, Any]) -> list[str]:
    """What it allows."""
    return as_list(statement["Action"])


def patterns_of(statement: dict[str, Any]) -> list[str]:
    """The leading keys that a statement is for."""
    found: list[str] = statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    return found


@given(ROWS)
def test_exactly_the_named_actions_are_allowed_on_the_named_kinds(rows: dict[str, list[str]]) -> None:
    """Merging statements makes no right wider, and loses none."""
    asked = {(f"dynamodb:{action}", LEADING_KEYS[kind]) for kind, actions in rows.items() for action in actions}
    allowed = [
        (action, pattern) for each in on_rows(rows) for action in actions_of(each) for pattern in patterns_of(each)
    ]
    assert set(allowed) == asked
    assert len(allowed) == len(asked)


@given(ROWS)
def test_no_action_on_the_table_is_split_over_two_statements(rows: dict[str, list[str]]) -> None:
    """Of a transaction IAM may judge the keys of all items of one action together."""
    on_table = [action for each in on_rows(rows) if each["Resource"] == table.arn() for action in actions_of(each)]
    assert len(on_table) == len(set(on_table))


@given(ROWS)
def test_actions_with_the_same_kinds_share_a_statement(rows: dict[str, list[str]]) -> None:
    """Else a role would have several statements that say the same."""
    unions = [(str(each["Resource"]), tuple(patterns_of(each))) for each in on_rows(rows)]
    assert len(unions) == len(set(unions))


@given(ROWS)
def test_the_sequence_in_which_kinds_are_written_changes_nothing(rows: dict[str, list[str]]) -> None:
    """What is generated is the same whoever writes it."""
    assert on_rows(dict(reversed(rows.items()))) == on_rows(rows)


def test_an_index_is_a_resource_of_its_own() -> None:
    """Not the table's rows of the kind: a Query of the index needs no right on the table."""
    (kind,) = INDEXES
    (statement,) = on_rows({kind: ["Query"]})
    assert statement["Resource"] == table.arn(kind)
    assert f"${{Table.Arn}}/index/{kind}" in statement["Resource"]["Fn::If"]


def test_a_resource_may_have_a_condition() -> None:
    """One statement for each, in the sequence of the actions."""
    resources = {"bus": Resource(resource="${Bus}", condition={"Null": {"a": "b"}}), "any": Resource(resource="*")}
    assert on_resources({"any": ["x:Do"], "bus": ["y:Put", "y:Get"]}, resources) == [
        {"Effect": "Allow", "Action": "x:Do", "Resource": "*"},
        {
            "Effect": "Allow",
            "Action": ["y:Put", "y:Get"],
            "Resource": Sub("${Bus}"),
            "Condition": {"Null": {"a": "b"}},
        },
    ]


def test_the_boundary_is_what_all_functions_may_do_together() -> None:
    """On all kinds of rows, with each condition, and by an ARN that refers to nothing that waits for the boundary."""
    resources = {
        "machine": Resource(resource="${Machine}", boundary="arn:machine"),
        "mail": Resource(resource="${Topic}", condition={"Null": {"a": "b"}}),
        "unfinished_events": Resource(resource="${Queue}"),
    }
    first = {"rows": {"orders": ["GetItem"], "due": ["Query"]}, "actions": {"machine": ["states:StartExecution"]}}
    second = {"rows": {"scopes": ["PutItem"]}, "actions": {"mail": ["sns:Subscribe"], "machine": ["states:Stop"]}}
    triggers = ({"api": "GET /a"}, {"events": "all"})
    rooms = [
        Room.model_validate(
            {"description": "", "trigger": trigger, **room}, context={"rows": LEADING_KEYS, "actions": resources}
        )
        for trigger, room in zip(triggers, (first, second), strict=True)
    ]
    assert all_together([Function("functions/a/b", room, None, resources) for room in rooms]) == [
        {"Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:PutItem"], "Resource": table.arn()},
        {"Effect": "Allow", "Action": "dynamodb:Query", "Resource": table.arn("due")},
        {"Effect": "Allow", "Action": "sns:Subscribe", "Resource": "${Topic}", "Condition": {"Null": {"a": "b"}}},
        {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "${Queue}"},
        {"Effect": "Allow", "Action": ["states:StartExecution", "states:Stop"], "Resource": "arn:machine"},
    ]


@given(ROWS)
def test_the_statement_for_transactions_is_for_what_is_written(rows: dict[str, list[str]]) -> None:
    """Reading stays with the kinds that are read."""
    writes = {
        kind: set(actions) & {"PutItem", "UpdateItem"}
        for kind, actions in rows.items()
        if {"PutItem", "UpdateItem"} & set(actions)
    }
    if writes:
        (choice,) = in_transactions(rows)
        statement = choice["Fn::If"][2]
        assert set(actions_of(statement)) == {f"dynamodb:{each}" for each in set().union(*writes.values())}
        keys = statement["Condition"]["Fn::If"][1]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
        assert set(keys) == {LEADING_KEYS[kind] for kind in writes}


LISTER = Policy(
    all_scopes="list in all scopes",
    named_scopes="list in the named scopes",
    statements={"Scopes": ["GET/scopes"], "List": "callers"},
)


def routed(route: str, *roles: Role) -> Function:
    """A function that a route calls, which the contract lets these roles call."""
    operation = Operation("list_things", "things", "Lists", responses=(), roles=roles)
    return Function(
        "functions/api/list_things", Room.model_validate({"description": "", "trigger": {"api": route}}), operation, {}
    )


EVERYWHERE = Reach("${Api}/v1", "${AWS::StackName}")
TWO = Reach("${ApiId}/v1", "${StackName}", ("", "HasSecond"))


def reached(policy: dict[str, Any]) -> dict[str, list[Any]]:
    """The resources of each statement of a policy."""
    found = policy["Properties"]["PolicyDocument"]["Statement"]
    return {each["Sid"]: as_list(each["Resource"]) for each in found}


def test_a_policy_for_named_scopes_leaves_out_what_is_about_scopes() -> None:
    """And names each scope that is given where the one for all has a wildcard."""
    functions = [routed("GET /scopes/{scope}/things/{thing_id}", "Operator")]
    everywhere = policies({"Operator": LISTER}, functions, EVERYWHERE)["OperatorPolicy"]
    narrowed = policies({"Operator": LISTER}, functions, TWO)["OperatorPolicy"]
    assert reached(everywhere).keys() == {"FindApi", "Scopes", "List"}
    assert reached(everywhere)["Scopes"] == [f"{API}${{Api}}/v1/GET/scopes"]
    assert reached(everywhere)["List"] == [f"{API}${{Api}}/v1/GET/scopes/*/things/*"]
    assert reached(narrowed).keys() == {"FindApi", "List"}
    first, second = reached(narrowed)["List"]
    assert first["Fn::Sub"][0] == f"{API}${{ApiId}}/v1/GET/scopes/${{Scope}}/things/*"
    assert second["Fn::If"][0] == "HasSecond"
    assert second["Fn::If"][1]["Fn::Sub"][1]["Scope"]["Fn::Select"][0] == 1
    assert narrowed["Condition"] == "MakesOperator"


def test_no_policy_has_a_description() -> None:
    """IAM cannot change one, so a release with another one would replace the policy, and take it from everybody."""
    for reach in (EVERYWHERE, TWO):
        assert "Description" not in policies({"Operator": LISTER}, [], reach)["OperatorPolicy"]["Properties"]


@pytest.mark.parametrize(
    ("roles", "listed"),
    [
        (("Operator", "Administrator"), True),
        (("Viewer", "Operator", "Administrator"), False),
        (("Exporter", "Administrator"), False),
    ],
)
def test_callers_are_those_of_the_contract_that_no_wildcard_covers(roles: tuple[Role, ...], listed: bool) -> None:  # noqa: FBT001 - a case
    """What Viewers may call stands in the statement that every policy has."""
    functions = [routed("POST /scopes/{scope}/things", *roles)]
    policy = policies({"Operator": LISTER}, functions, EVERYWHERE)["OperatorPolicy"]
    assert ("List" in reached(policy)) is listed


ROUTES = ("GET/things/*", "POST/things", "POST/things/*/stop", "POST/others", "POST/others/*/lose", "POST/others/*/use")


@pytest.mark.parametrize(
    ("wanted", "paths"),
    [
        (["POST/things", "POST/things/*/stop"], ["POST/things*"]),
        (["POST/things"], ["POST/things"]),
        (["POST/others", "POST/others/*/use"], ["POST/others", "POST/others/*/use"]),
        (["GET/things/*", "POST/things", "POST/things/*/stop"], ["GET/things/*", "POST/things*"]),
        ([], []),
    ],
)
def test_routes_are_one_path_where_none_else_begins_like_them(wanted: list[str], paths: list[str]) -> None:
    """A managed policy has at most 6,144 characters; what its holders may not call is never in its reach."""
    assert shortened(wanted, ROUTES) == paths
