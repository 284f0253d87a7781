"""An upgrade under running orders: an execution keeps the definition that it began with, and calls today's functions.

Each release was recorded in real runs (tests/integration/releases/record.py).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from certkeeper.adapters.aws.clients import client
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.task import from_event
from tests.architecture.deployed import functions
from tests.deployed_definition import NOTICES, deployed_definition, operation_of
from tests.integration.machine.aws.account_contents import TABLE
from tests.integration.machine.interpreter.execution import Execution, Status
from tests.integration.machine.runs.final_state import broken_promises
from tests.integration.machine.runs.order_scenarios import MANUAL
from tests.integration.machine.world.outside_world import OutsideWorld, outside
from tests.integration.releases.recording import SCENARIOS, recorded_order
from tests.integration.releases.releases import Release, releases
from tests.integration.second_interpreter.executions import Path, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.machine.interpreter.state_data import Data

EACH = pytest.mark.parametrize("release", releases(), ids=str)
IDS = ("scope", "order_id")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OutsideWorld]:
    """A CA, DNS and a customer's site for all tests of this file."""
    with outside(tmp_path_factory.mktemp("outside")) as started:
        yield started


def shape(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """A JSON value with the names of types in the place of its texts and numbers."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    return type(value).__name__


def lacks(today: Any, before: Any) -> list[str]:  # noqa: ANN401 - shapes
    """The fields that a shape of a release has, and today's has not or with another type; more fields are no harm."""
    if not isinstance(before, dict) or not isinstance(today, dict):
        return [] if today == before else [f"is {today} and was {before}"]
    found = {name: lacks(today.get(name, "missing"), each) for name, each in before.items()}
    return [f"{name} {each}" for name, problems in found.items() for each in problems]


def test_there_is_a_release_to_be_compatible_with() -> None:
    """The first is what was deployed first."""
    assert releases()


@EACH
def test_every_function_that_a_release_calls_is_there(release: Release) -> None:
    """An execution may go on for 30 days after an upgrade: a task is removed a release later than its last caller."""
    resources = [state.get("Resource", "") for state in release.issuance["States"].values()]
    called = {operation for each in resources if (operation := operation_of(each))}
    assert called
    assert called <= {each.operation for each in functions()}


@EACH
def test_today_tasks_take_what_a_release_gave_them(release: Release) -> None:
    """Each recorded input is read as what it said."""
    given = [call.given for calls in release.tasks.values() for call in calls]
    assert given
    for each in given:
        read = from_event(each)
        assert (read.scope, read.order_id, read.run) == (each["scope"], each["order_id"], each["run"])
        assert read.error == each.get("failure", {}).get("Error", "")


@EACH
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_an_order_that_began_before_an_upgrade_ends_as_it_should(
    world: OutsideWorld, release: Release, scenario: str
) -> None:
    """The release's definition with the input that it began with, and today's functions, in each way of an order."""
    with recorded_order(world) as order:
        machine = order.account.machine
        machine.definition = release.issuance
        machine.started_with = lambda given: release.starts[scenario] | {name: given[name] for name in IDS}
        SCENARIOS[scenario].go(order)
        assert [*order.unlike(SCENARIOS[scenario].end), *broken_promises(order.account)] == []
        today = {call.operation: shape(call.result) for call in order.recorded.calls if not call.error}
    before = {call.operation: shape(call.result) for call in release.tasks[scenario] if not call.error}
    assert today.keys() == before.keys()
    assert {name: found for name in before if (found := lacks(today[name], before[name]))} == {}


@EACH
def test_an_order_that_was_placed_in_the_midst_of_an_upgrade_is_issued(world: OutsideWorld, release: Release) -> None:
    """The release's function has started it, and today's definition runs it, with a person in every step."""
    with recorded_order(world) as order:
        start = release.starts["manual"]
        order.account.machine.started_with = lambda given: start | {name: given[name] for name in IDS}
        MANUAL.go(order)
        assert [*order.unlike(MANUAL.end), *broken_promises(order.account)] == []


@EACH
def test_the_next_execution_of_a_long_order_is_one_that_today_would_start(release: Release) -> None:
    """ContinueOrder of the release starts today's definition."""
    started: list[Data] = []
    start = release.starts["automatic"]
    execution = Execution(
        release.issuance,
        {**start, "progress": {"next": "continue", "await_seconds": 30, "wake_count": 0}},
        lambda _state, _resource, given: started.append(given),
        {"StateMachine": {"Id": "the-machine"}},
    )
    execution.state = "ContinueOrder"
    assert execution.advance() is Status.SUCCEEDED
    (given,) = started
    assert given["Input"] == start | {"run": 2}
    assert from_event(given["Input"]).run == 2


@EACH
@pytest.mark.parametrize("state", ["AwaitVerification", "AwaitIssuance"])
def test_an_order_that_waited_through_an_upgrade_can_be_cancelled(
    world: OutsideWorld, release: Release, state: str
) -> None:
    """The release has left its row and its token; today's API wakes the machine, and today's tasks clean up."""
    wait = release.waits[state]
    with recorded_order(world) as order:
        for item in wait["rows"]:
            client("dynamodb").put_item(TableName=TABLE, Item=item)
        order.order_id = wait["data"]["order_id"]
        order.account.set_deadline(order.scope, order.order_id, utc_now() + timedelta(days=1))
        machine = order.account.machine
        machine.definition = release.issuance
        execution = machine.executions["recorded"] = machine.execution(wait["data"])
        execution.state, execution.status, execution.token = state, Status.WAITING, wait["token"]
        assert order.cancel().status == 202
        order.advance()
        (row,) = order.account.rows("SCOPE#", "#ORDERS")
        assert (row["status"], "wait_token" in row) == ("cancelled", False)
        assert execution.entered[-3:] == ["CleanUpAfterFailure", "CloseOrder", "OrderFailed"]
        assert order.account.rows("CHALLENGE#") == []


@EACH
def test_a_notice_passes_between_a_release_and_today(release: Release) -> None:
    """The release's function may have started today's machine, and today's function the release's."""
    definitions = (release.notices, deployed_definition(NOTICES))
    path = Path("a recorded notice", ["PublishNotice"], given=release.notice)
    for definition in definitions:
        (run,) = walk(definition, [path])
        ((_, given),) = run.calls
        assert given["Subject"] == release.notice["subject"]
        assert given["MessageAttributes"]["scope"]["StringValue"] == release.notice["scope"]
