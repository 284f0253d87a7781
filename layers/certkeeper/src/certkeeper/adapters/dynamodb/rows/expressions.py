"""Writes of single rows, with the expressions that DynamoDB wants: each can be made alone or within a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from certkeeper.adapters.dynamodb.rows.columns import present

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.adapters.dynamodb.keys import Key
    from certkeeper.adapters.dynamodb.rows.columns import Attributes


class Write(NamedTuple):
    """One write: what a transaction calls it, and its request without the table's name."""

    action: Literal["Put", "Update", "Delete", "ConditionCheck"]
    request: dict[str, Any]


class Condition(NamedTuple):
    """A condition or a filter in DynamoDB's language, and the values that it speaks of, by their placeholders."""

    text: str
    values: Mapping[str, AttributeValueTypeDef]

    def __and__(self, other: Condition) -> Condition:
        """Both. They must not use one placeholder for two values."""
        return Condition(f"({self.text}) AND ({other.text})", {**self.values, **other.values})


def when(text: str, **values: AttributeValueTypeDef) -> Condition:
    """A condition; `read=...` is the value of `:read` in it."""
    return Condition(text, {f":{name}": value for name, value in values.items()})


EXISTS = when("attribute_exists(pk)")
NEW = when("attribute_not_exists(pk)")


def put(key: Key, row: Attributes, where: Condition | None = None) -> Write:
    """Stores a whole row in the place of whatever is there. What is None is left out."""
    return Write("Put", {"Item": {**key.attributes(), **present(row)}, **_condition(where)})


def put_new(key: Key, row: Attributes) -> Write:
    """Stores a row where none is."""
    return put(key, row, NEW)


def delete(key: Key, where: Condition | None = None) -> Write:
    """Removes a row; without a condition it need not be there."""
    return Write("Delete", {"Key": key.attributes(), **_condition(where)})


def check(key: Key, where: Condition) -> Write:
    """Writes nothing, and stops the transaction where the condition does not hold."""
    return Write("ConditionCheck", {"Key": key.attributes(), **_condition(where)})


def update(
    key: Key,
    attributes: Attributes,
    where: Condition | None = None,
    *,
    add: Mapping[str, int] | None = None,
    once: Attributes | None = None,
) -> Write:
    """Sets the attributes of a row and leaves all others as they are; what is None is removed.

    `add` counts numbers up, from 0 where there is none. `once` are set where they are missing, and kept otherwise.
    """
    names: dict[str, str] = {}
    values: dict[str, AttributeValueTypeDef] = dict(where.values) if where else {}
    clauses: dict[str, list[str]] = {"SET": [], "REMOVE": [], "ADD": []}

    def place(clause: str, text: str, name: str, value: AttributeValueTypeDef | None) -> None:
        at = len(names)
        names[f"#n{at}"] = name
        if value is not None:
            values[f":v{at}"] = value
        clauses[clause].append(text.format(name=f"#n{at}", value=f":v{at}"))

    for name, value in attributes.items():
        if value is None:
            place("REMOVE", "{name}", name, None)
        else:
            place("SET", "{name} = {value}", name, value)
    for name, value in present(once or {}).items():
        place("SET", "{name} = if_not_exists({name}, {value})", name, value)
    for name, count in (add or {}).items():
        place("ADD", "{name} {value}", name, {"N": str(count)})
    request: dict[str, Any] = {
        "Key": key.attributes(),
        "UpdateExpression": " ".join(f"{clause} {', '.join(parts)}" for clause, parts in clauses.items() if parts),
        "ExpressionAttributeNames": names,
    }
    if where:
        request["ConditionExpression"] = where.text
    if values:
        request["ExpressionAttributeValues"] = values
    return Write("Update", request)


def _condition(where: Condition | None) -> dict[str, Any]:
    if where is None:
        return {}
    values = {"ExpressionAttributeValues": dict(where.values)} if where.values else {}
    return {"ConditionExpression": where.text, **values}
