"""Rights on rows: one statement per action, for the union of the kinds that the action is for."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.adapters.dynamodb.leading_keys import INDEXES, LEADING_KEYS
from tools.generate.rights import on_rows, policies, value
from tools.generate.room import Policy

ROWS = st.dictionaries(
    st.sampled_from(sorted(LEADING_KEYS)),
    st.lists(st.sampled_from(["GetItem", "PutItem", "Query", "UpdateItem"]), min_size=1, unique=True),
)


def statements(rows: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The statements for these rows, where `!GetAtt Table.Arn` reads as `${Table.Arn}`."""
    text = on_rows(rows).replace("!GetAtt Table.Arn", "${Table.Arn}").replace("!Sub ", "")
    return yaml.load(text, yaml.CSafeLoader) or []


def actions_of(statement: dict[str, Any]) -> list[str]:
    """One or many, as many."""
    allowed = statement["Action"]
    return allowed if isinstance(allowed, list) else [allowed]


def patterns_of(statement: dict[str, Any]) -> list[str]:
    """The leading keys that a statement is for."""
    found: list[str] = statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    return found


@given(ROWS)
def test_exactly_the_named_actions_are_allowed_on_the_named_kinds(rows: dict[str, list[str]]) -> None:
    """Merging statements makes no right wider, and loses none."""
    asked = {(f"dynamodb:{action}", LEADING_KEYS[kind]) for kind, actions in rows.items() for action in actions}
    allowed = [
        (action, pattern) for each in statements(rows) for action in actions_of(each) for pattern in patterns_of(each)
    ]
    assert set(allowed) == asked
    assert len(allowed) == len(asked)


@given(ROWS)
def test_no_action_on_the_table_is_split_over_two_statements(rows: dict[str, list[str]]) -> None:
    """Of a transaction IAM may judge the keys of all items of one action together."""
    on_table = [
        action for each in statements(rows) if each["Resource"] == "${Table.Arn}" for action in actions_of(each)
    ]
    assert len(on_table) == len(set(on_table))


@given(ROWS)
def test_actions_with_the_same_kinds_share_a_statement(rows: dict[str, list[str]]) -> None:
    """Else a role would have several statements that say the same."""
    unions = [(each["Resource"], tuple(patterns_of(each))) for each in statements(rows)]
    assert len(unions) == len(set(unions))


@given(ROWS)
def test_the_sequence_in_which_kinds_are_written_changes_nothing(rows: dict[str, list[str]]) -> None:
    """What is generated is the same whoever writes it."""
    assert on_rows(dict(reversed(rows.items()))) == on_rows(rows)


def test_an_index_is_a_resource_of_its_own() -> None:
    """Not the table's rows of the kind: a Query of the index needs no right on the table."""
    (kind,) = INDEXES
    (statement,) = statements({kind: ["Query"]})
    assert statement["Resource"] == f"${{Table.Arn}}/index/{kind}"


@pytest.mark.parametrize(
    ("given_text", "written"),
    [
        ("${Notices}", "!Ref Notices"),
        ("${AWS::StackName}", "!Ref AWS::StackName"),
        ("${Unfinished.Arn}", "!GetAtt Unfinished.Arn"),
        ("arn:x:${AWS::Region}:y", "!Sub arn:x:${AWS::Region}:y"),
        ("rate(15 minutes)", "rate(15 minutes)"),
        ("*", "'*'"),
    ],
)
def test_a_text_with_names_is_written_in_its_shortest_form(given_text: str, written: str) -> None:
    """As a person would."""
    assert value(given_text) == written


def test_a_policy_for_one_scope_leaves_out_what_is_about_scopes() -> None:
    """And names the scope where the one for all has a wildcard."""
    lister = Policy(
        all_scopes="list in all scopes",
        one_scope="list in one scope",
        statements={"Scopes": ["GET/scopes"], "List": "callers"},
    )
    routes = {"Lister": ["GET/scopes/<scope>/things"]}
    everywhere = policies({"Lister": lister}, routes, "${Api}/v1", None)
    narrowed = policies({"Lister": lister}, routes, "${Api}/v1", "${Scope}")
    assert "${Api}/v1/GET/scopes\n" in everywhere
    assert "${Api}/v1/GET/scopes/*/things\n" in everywhere
    assert "Description: Certkeeper - list in one scope" in narrowed
    assert narrowed.count("Sid:") == 1
    assert "${Api}/v1/GET/scopes/${Scope}/things\n" in narrowed
