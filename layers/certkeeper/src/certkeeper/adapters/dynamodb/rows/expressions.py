"""Writes of single rows, with the expressions that DynamoDB wants: to be made alone or within a transaction.

The reasons are in ADR 85.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from certkeeper.adapters.dynamodb.rows.columns import present

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.adapters.dynamodb.keys import Key
    from certkeeper.adapters.dynamodb.rows.columns import Attributes


class Write(NamedTuple):
    """One write: the name of its action in a transaction, and its request without the table's name."""

    action: Literal["Put", "Update", "Delete", "ConditionCheck"]
    request: dict[str, Any]


class Condition(NamedTuple):
    """A condition or a filter in DynamoDB's expression language, and its values by their placeholders."""

    text: str
    values: Mapping[str, AttributeValueTypeDef]

    def __and__(self, other: Condition) -> Condition:
        """Return the condition that both hold. They must not use one placeholder for two values."""
        return Condition(f"({self.text}) AND ({other.text})", {**self.values, **other.values})


def when(text: str, **values: AttributeValueTypeDef) -> Condition:
    """Return a condition; `read=...` is the value of `:read` in its text."""
    return Condition(text, {f":{name}": value for name, value in values.items()})


EXISTS = when("attribute_exists(pk)")
NEW = when("attribute_not_exists(pk)")


def put(key: Key, row: Attributes, where: Condition | None = None) -> Write:
    """Return the write that stores a whole row under a key, in place of whatever is there, if `where` holds.

    Attributes that are None are left out.
    """
    return Write("Put", {"Item": {**key.attributes(), **present(row)}, **_condition(where)})


def put_new(key: Key, row: Attributes) -> Write:
    """Return the write that stores a row under a key if there is none."""
    return put(key, row, NEW)


def delete(key: Key, where: Condition | None = None) -> Write:
    """Return the write that deletes the row of a key; without a condition `where` it need not be there."""
    return Write("Delete", {"Key": key.attributes(), **_condition(where)})


def check(key: Key, where: Condition) -> Write:
    """Return the write that changes nothing, and stops its transaction if `where` does not hold for a key's row."""
    return Write("ConditionCheck", {"Key": key.attributes(), **_condition(where)})


def update(
    key: Key,
    attributes: Attributes,
    where: Condition | None = None,
    *,
    add: Mapping[str, int] | None = None,
    if_missing: Attributes | None = None,
) -> Write:
    """Return the write that sets attributes of the row of a key, if `where` holds, and leaves all others as they are.

    Attributes that are None are removed. `add` adds to numbers, from 0 if there is none. `if_missing` are set only
    where they are missing.
    """
    clauses: tuple[tuple[str, str, Attributes], ...] = (
        ("SET", "{name} = {value}", present(attributes)),
        ("SET", "{name} = if_not_exists({name}, {value})", present(if_missing or {})),
        ("REMOVE", "{name}", {name: None for name, value in attributes.items() if value is None}),
        ("ADD", "{name} {value}", {name: {"N": str(count)} for name, count in (add or {}).items()}),
    )
    parts: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    values = dict(where.values) if where else {}
    for clause, text, changes in clauses:
        for name, value in changes.items():
            place = len(names)
            names[f"#n{place}"] = name
            if value is not None:
                values[f":v{place}"] = value
            parts.setdefault(clause, []).append(text.format(name=f"#n{place}", value=f":v{place}"))
    request: dict[str, Any] = {
        "Key": key.attributes(),
        "UpdateExpression": " ".join(f"{clause} {', '.join(texts)}" for clause, texts in parts.items()),
        "ExpressionAttributeNames": names,
        **({"ConditionExpression": where.text} if where else {}),
        **({"ExpressionAttributeValues": values} if values else {}),
    }
    return Write("Update", request)


def _condition(where: Condition | None) -> dict[str, Any]:
    if where is None:
        return {}
    values = {"ExpressionAttributeValues": dict(where.values)} if where.values else {}
    return {"ConditionExpression": where.text, **values}
