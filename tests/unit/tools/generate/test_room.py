"""A function.yaml says what it may, or its author hears which field of which file is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.generate.room import Function, RoomError, read_functions

KNOWN = {"environment": ["NOTICE_DAYS"], "rows": ["orders", "scopes"], "actions": ["event_bus"]}
LEAST = "description: Lists.\ntrigger: {api: GET /things}\n"


def read(root: Path, text: str) -> Function:
    """The only function of a tree, with this function.yaml."""
    file = root / "functions" / "api" / "list_things" / "function.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    (function,) = read_functions(root, KNOWN)
    return function


def test_names_follow_from_the_folder(tmp_path: Path) -> None:
    """None of them is written."""
    function = read(tmp_path, LEAST)
    assert (function.folder, function.group) == ("functions/api/list_things", "functions/api")
    assert (function.operation, function.name) == ("list_things", "ListThings")


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        ("trigger: {api: GET /things}\n", "description", "required"),
        ("description: Lists.\n", "trigger", "required"),
        (LEAST + "memroy: 512\n", "memroy", "not permitted"),
        (LEAST + "memory: '512'\n", "memory", "valid integer"),
        (LEAST + "timeout: 901\n", "timeout", "less than or equal to 900"),
        (LEAST + "environment: [NOTICE_DAY]\n", "environment", "no NOTICE_DAY; there are NOTICE_DAYS"),
        (LEAST + "rows: {order: [GetItem]}\n", "rows", "no order; there are orders, scopes"),
        (LEAST + "rows: {orders: [Scan]}\n", "rows.orders.0", "'GetItem'"),
        (LEAST + "actions: {event_buss: [events:PutEvents]}\n", "actions", "no event_buss; there are event_bus"),
        (LEAST + "actions: {event_bus: ['events:*']}\n", "actions.event_bus.0", "match pattern"),
        ("description: Lists.\ntrigger: {api: /things}\n", "trigger.api", "match pattern"),
        ("description: Lists.\ntrigger: {api: GET /things, task: issuance}\n", "trigger", "exactly one of"),
        ("description: Lists.\ntrigger: {}\n", "trigger", "exactly one of"),
        ("description: Lists.\ntrigger: {task: issuance, callers: [Operator]}\n", "trigger", "belong to api"),
        ("description: Lists.\ntrigger: {api: GET /things, public: {rate: 5}}\n", "trigger.public.burst", "required"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_its_field(tmp_path: Path, text: str, field: str, reason: str) -> None:
    """One that were ignored would be a right or a setting that is missing in production."""
    with pytest.raises(RoomError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"functions/api/list_things/function.yaml: {field}: ")
    assert reason in str(caught.value)


def test_all_mistakes_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    """One a line."""
    with pytest.raises(RoomError) as caught:
        read(tmp_path, LEAST + "memory: 1\ntimeout: 0\n")
    assert [line.split(": ")[1] for line in str(caught.value).splitlines()] == ["memory", "timeout"]


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    """With the place in it."""
    with pytest.raises(RoomError, match=r"^functions/api/list_things/function\.yaml: .*(?s:.)*line 1"):
        read(tmp_path, "description: [")


def test_a_resource_of_its_own_needs_no_other_file(tmp_path: Path) -> None:
    """What one function alone uses is named in its own file."""
    function = read(tmp_path, LEAST + 'resources: {phones: {resource: "*"}}\nactions: {phones: [sns:Publish]}\n')
    assert function.room.actions == {"phones": ["sns:Publish"]}
