"""The expressions that DynamoDB is given. Whether it takes them, the contracts of the adapters show."""

from __future__ import annotations

from certkeeper.adapters.dynamodb.keys import Key
from certkeeper.adapters.dynamodb.rows.expressions import check, delete, put_new, update, when

KEY = Key("p", "s")
PLACE = {"pk": {"S": "p"}, "sk": {"S": "s"}}
READ = when("revision = :read", read={"N": "3"})


def test_an_update_sets_what_there_is_and_removes_what_is_none() -> None:
    """With placeholders for every name: some are words of DynamoDB's own."""
    write = update(KEY, {"name": {"S": "a"}, "url": None, "status": {"S": "b"}}, READ, add={"revision": 1})
    assert write.action == "Update"
    assert write.request == {
        "Key": PLACE,
        "UpdateExpression": "SET #n0 = :v0, #n1 = :v1 REMOVE #n2 ADD #n3 :v3",
        "ExpressionAttributeNames": {"#n0": "name", "#n1": "status", "#n2": "url", "#n3": "revision"},
        "ExpressionAttributeValues": {
            ":read": {"N": "3"},
            ":v0": {"S": "a"},
            ":v1": {"S": "b"},
            ":v3": {"N": "1"},
        },
        "ConditionExpression": "revision = :read",
    }


def test_what_is_set_once_is_kept_where_it_is() -> None:
    """In the same clause as all else that is set."""
    write = update(KEY, {"a": {"S": "1"}}, if_missing={"b": {"S": "2"}})
    assert write.request["UpdateExpression"] == "SET #n0 = :v0, #n1 = if_not_exists(#n1, :v1)"
    assert "ConditionExpression" not in write.request


def test_an_update_that_only_removes_has_no_values() -> None:
    """DynamoDB refuses an empty mapping of values."""
    assert "ExpressionAttributeValues" not in update(KEY, {"a": None}).request


def test_a_new_row_has_only_what_is_there() -> None:
    """And its condition has no values either."""
    assert put_new(KEY, {"a": {"S": "1"}, "b": None}).request == {
        "Item": {**PLACE, "a": {"S": "1"}},
        "ConditionExpression": "attribute_not_exists(pk)",
    }


def test_conditions_are_joined_with_what_each_speaks_of() -> None:
    """An OR in one of them stays its own."""
    either = when("a = :a OR b = :b", a={"S": "1"}, b={"S": "2"})
    assert check(KEY, READ & either).request == {
        "Key": PLACE,
        "ConditionExpression": "(revision = :read) AND (a = :a OR b = :b)",
        "ExpressionAttributeValues": {":read": {"N": "3"}, ":a": {"S": "1"}, ":b": {"S": "2"}},
    }
    assert delete(KEY).request == {"Key": PLACE}
