"""IAM's decision about a request, by the policies of the translated template.

Enough of it for the statements that the template has: they allow, and never deny. Reference: "Policy evaluation logic"
and "IAM JSON policy elements: Condition operators" in the IAM User Guide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from tests.architecture.deployed import listed

Statement = Mapping[str, Any]
Context = Mapping[str, Sequence[str]]
"""The condition keys of a request with their values; a key that the request does not have is not in it."""


def role_statements(resources: Mapping[str, Mapping[str, Any]], role: str) -> list[Statement]:
    """Return all statements in the inline policies of a role, by its logical id among evaluated resources."""
    policies = resources[role]["Properties"].get("Policies", [])
    return [each for policy in policies for each in listed(policy["PolicyDocument"]["Statement"])]


def managed_statements(resources: Mapping[str, Mapping[str, Any]], policy: str) -> list[Statement]:
    """Return the statements of a managed policy, by its logical id among evaluated resources."""
    return listed(resources[policy]["Properties"]["PolicyDocument"]["Statement"])


def allows(statements: Sequence[Statement], action: str, resource: str, context: Context) -> bool:
    """Return whether one of the statements allows the action on the resource. Raises KeyError for a new operator."""
    return any(
        each["Effect"] == "Allow"
        and action in listed(each["Action"])
        and any(fnmatchcase(resource, pattern) for pattern in listed(each["Resource"]))
        and all(_conditions(each.get("Condition", {}), context))
        for each in statements
    )


def _conditions(condition: Mapping[str, Mapping[str, Any]], context: Context) -> Iterator[bool]:
    for operator, keys in condition.items():
        for key, wanted in keys.items():
            yield _OPERATORS[operator](context.get(key, ()), [str(each) for each in listed(wanted)])


def _all_like(values: Sequence[str], wanted: Sequence[str]) -> bool:
    """ForAllValues is true of a key that is absent."""
    return all(any(fnmatchcase(value, pattern) for pattern in wanted) for value in values)


def _any_like(values: Sequence[str], wanted: Sequence[str]) -> bool:
    """An operator without a qualifier is false of a key that is absent."""
    return any(fnmatchcase(value, pattern) for value in values for pattern in wanted)


def _all_equal(values: Sequence[str], wanted: Sequence[str]) -> bool:
    return set(values) <= set(wanted)


def _any_equal(values: Sequence[str], wanted: Sequence[str]) -> bool:
    return bool(set(values) & set(wanted))


def _is_absent(values: Sequence[str], wanted: Sequence[str]) -> bool:
    return (not values) == ([each.lower() for each in wanted] == ["true"])


_OPERATORS: dict[str, Callable[[Sequence[str], Sequence[str]], bool]] = {
    "ForAllValues:StringLike": _all_like,
    "ForAllValues:StringEquals": _all_equal,
    "StringLike": _any_like,
    "StringEquals": _any_equal,
    "Null": _is_absent,
}
