"""Which rows the roles of the translated template may touch, one row at a time, at each value of RowConditions."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

from certkeeper.adapters.dynamodb.keys import INDEXES, LEADING_KEYS
from infra.rooms import Function, read_functions
from tests.iam import allows, role_statements
from tests.resolution import Stack
from tests.sam_translation import translated
from tools.generate.rights import WRITES

KEYS = {kind: pattern.replace("*", "any") for kind, pattern in LEADING_KEYS.items()}
"""The partition key of one row of each kind."""

FUNCTIONS = read_functions()


def rights(function: Function, conditions: str) -> set[tuple[str, str]]:
    """Every action on one row that a function's role allows, as pairs of kind and action."""
    stack = Stack(translated(), given={"RowConditions": conditions})
    statements = role_statements(stack.resources(), f"{function.name}Role")
    table = stack.value({"Fn::GetAtt": ["Table", "Arn"]})
    actions = {action.removeprefix("dynamodb:") for each in statements for action in _dynamodb(each["Action"])}
    return {
        (kind, action)
        for kind, key in KEYS.items()
        for action in actions
        if allows(
            statements,
            f"dynamodb:{action}",
            f"{table}/index/{kind}" if kind in INDEXES else table,
            {"dynamodb:LeadingKeys": [key]},
        )
    }


def named(function: Function) -> set[tuple[str, str]]:
    """The same as a function.yaml says it: a statement for each kind would allow exactly this."""
    return {(kind, action) for kind, actions in function.room.rows.items() for action in actions}


def _dynamodb(action: str | list[str]) -> list[str]:
    return [each for each in ([action] if isinstance(action, str) else action) if each.startswith("dynamodb:")]


def test_a_key_is_of_one_kind() -> None:
    """A pattern that took in another kind's rows would grant them with it."""
    for kind, key in KEYS.items():
        assert [each for each, pattern in LEADING_KEYS.items() if fnmatchcase(key, pattern)] == [kind]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda each: each.operation)
def test_statements_for_several_kinds_allow_no_more_than_one_for_each_would(function: Function) -> None:
    """A role has one statement for each action, with the keys of all its kinds: a row alone is judged as before."""
    assert rights(function, "by-action") == named(function)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda each: each.operation)
def test_a_function_without_transactions_has_the_same_rights_whatever_row_conditions_is(function: Function) -> None:
    """One with transactions may then do with every kind that it writes what it does with one of them, or with all."""
    writes = {(kind, action) for kind, action in named(function) if action in WRITES}
    kinds, actions = {kind for kind, _ in writes}, {action for _, action in writes}
    every = LEADING_KEYS.keys() - INDEXES
    for conditions, reached in (("by-function", kinds), ("off", every)):
        more = {(kind, action) for kind in reached for action in actions} if function.room.transactions else set()
        assert rights(function, conditions) == named(function) | more
