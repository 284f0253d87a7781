"""A function.yaml says what it may, or its author hears which field of which file is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from certkeeper.entrypoints.contract.operations import Operation
from infra.rooms import Function, GatewayRoute, RoomError, read_functions, read_gateway_routes

LIST = Operation("list_things", "things", "Lists", responses=())
PUBLIC = Operation("list_things", "things", "Lists", responses=(), public=True)
NO_FUNCTION = (
    "trigger.api: by the contract this is public, and strangers would use up the functions that may run at once; "
    "see infra/template/gateway_routes.yaml"
)
LEAST = "description: Lists.\ntrigger: {api: GET /things}\n"


def read(root: Path, text: str, *operations: Operation, gateway_routes: str = "{}\n") -> Function:
    """The only function of a tree, with this function.yaml, in a contract of these operations."""
    shared = root / "infra" / "template" / "resources.yaml"
    shared.parent.mkdir(parents=True)
    shared.write_text("event_bus: {resource: a bus}\n", encoding="utf-8")
    (shared.parent / "gateway_routes.yaml").write_text(gateway_routes, encoding="utf-8")
    file = root / "functions" / "api" / "list_things" / "function.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    (function,) = read_functions(root, {each.name: each for each in operations or (LIST,)})
    return function


def test_names_follow_from_the_folder(tmp_path: Path) -> None:
    """None of them is written."""
    function = read(tmp_path, LEAST)
    assert (function.folder, function.group) == ("functions/api/list_things", "functions/api")
    assert (function.operation, function.name) == ("list_things", "ListThings")


def test_a_route_is_known_by_its_parts(tmp_path: Path) -> None:
    """As the contract, the policies for people, and the settings of API Gateway's methods have it."""
    route = "/scopes/{scope}/things/{thing_id}/parts"
    function = read(tmp_path, LEAST.replace("GET /things", f"'POST {route}'"))
    assert (function.method, function.path) == ("POST", route)
    assert function.policy_path == "POST/scopes/<scope>/things/*/parts"


def test_a_route_without_a_function_is_read_from_the_template(tmp_path: Path) -> None:
    """Its operation needs no folder."""
    shown = Operation("show", "things", "Shows", responses=(), public=True)
    read(tmp_path, LEAST, LIST, shown, gateway_routes="/things/{id}: {get: {operationId: show}}\n")
    contract = {each.name: each for each in (LIST, shown)}
    assert read_gateway_routes(tmp_path, contract) == [GatewayRoute("GET", "/things/{id}", shown)]


@pytest.mark.parametrize("name", ["list_things", "list_others"])
def test_what_api_gateway_answers_by_itself_is_public_by_the_contract(tmp_path: Path, name: str) -> None:
    """No function would check who calls."""
    with pytest.raises(RoomError, match=r"gateway_routes.yaml: /things: the contract has no such public operation"):
        read(tmp_path, LEAST, gateway_routes=f"/things: {{get: {{operationId: {name}}}}}\n")


@pytest.mark.parametrize(
    ("text", "operations", "reason"),
    [
        (LEAST, [PUBLIC], NO_FUNCTION),
        (LEAST, [Operation("list_others", "", "", responses=())], "trigger.api: the contract has no such operation"),
        (
            "description: Lists.\ntrigger: {task: issuance}\n",
            [LIST],
            "the contract has this operation, and it has no route",
        ),
    ],
)
def test_a_room_that_does_not_fit_the_contract_is_named(
    tmp_path: Path, text: str, operations: list[Operation], reason: str
) -> None:
    """An operation without a route, a route without an operation, and a function that anybody could flood."""
    with pytest.raises(RoomError) as caught:
        read(tmp_path, text, *operations)
    assert str(caught.value) == f"functions/api/list_things/function.yaml: {reason}"


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        ("trigger: {api: GET /things}\n", "description", "required"),
        ("description: Lists.\n", "trigger", "required"),
        (LEAST + "memroy: 512\n", "memroy", "not permitted"),
        (LEAST + "memory: '512'\n", "memory", "valid integer"),
        (LEAST + "timeout: 901\n", "timeout", "less than or equal to 900"),
        (LEAST + "environment: [NOTICE_DAY]\n", "environment", "no NOTICE_DAY; there are ACME_"),
        (LEAST + "environment: [TABLE_NAME]\n", "environment", "no TABLE_NAME; there are ACME_"),
        (LEAST + "rows: {order: [GetItem]}\n", "rows", "no order; there are accounts, "),
        (LEAST + "rows: {orders: [Scan]}\n", "rows.orders.0", "'GetItem'"),
        (LEAST + "actions: {event_buss: [events:PutEvents]}\n", "actions", "no event_buss; there are event_bus"),
        (LEAST + "actions: {event_bus: ['events:*']}\n", "actions.event_bus.0", "match pattern"),
        ("description: Lists.\ntrigger: {api: /things}\n", "trigger.api", "match pattern"),
        ("description: Lists.\ntrigger: {api: GET /things, task: issuance}\n", "trigger", "exactly one of"),
        ("description: Lists.\ntrigger: {}\n", "trigger", "exactly one of"),
        (LEAST.replace("}", ", callers: [Operator]}"), "trigger.callers", "not permitted"),
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
    assert function.resources.keys() == {"event_bus", "phones"}
