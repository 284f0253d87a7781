"""Every path of both state machines, in an interpreter of the Amazon States Language by somebody else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.deployed_definition import ISSUANCE, deployed_definition
from tests.integration.second_interpreter.executions import ORDER, all_ways, walk
from tests.integration.second_interpreter.paths import EVERY, PATHS
from tests.integration.second_interpreter.paths_of_orders import CONTINUED

if TYPE_CHECKING:
    from tests.integration.second_interpreter.executions import Path, Run


@cache
def runs(machine: str) -> dict[str, Run]:
    """What happened on each path of a machine, by its name; all are walked at once."""
    walked = walk(deployed_definition(machine), PATHS[machine])
    return {path.name: run for path, run in zip(PATHS[machine], walked, strict=True)}


@pytest.mark.parametrize(("machine", "path"), EVERY)
def test_an_execution_goes_where_it_must(machine: str, path: Path) -> None:
    """Through these states, with so many tries, to this end."""
    run = runs(machine)[path.name]
    assert (run.states, run.error) == (tuple(path.states), path.error)
    assert {state: run.tries(state) for state in path.tries} == path.tries


@pytest.mark.parametrize("machine", PATHS)
def test_no_way_of_a_definition_is_left_out(machine: str) -> None:
    """Each transition, each end, each error that a Retry or a Catch names, tried again and given up."""
    ways = set(all_ways(deployed_definition(machine)))
    walked = {way for run in runs(machine).values() for way in run.ways}
    assert len(ways) > 1
    assert ways - walked == set()
    assert walked - ways == set()


def test_the_next_execution_is_given_what_the_first_was() -> None:
    """Under a name that is made of the order and the run, so that a second start is the same start."""
    (run,) = (runs(ISSUANCE)[path.name] for path in PATHS[ISSUANCE] if path.states == CONTINUED and not path.tries)
    (given,) = (given for state, given in run.calls if state == "ContinueOrder")
    assert given == {"StateMachineArn": "the-machine", "Name": f"{ORDER['order_id']}-2", "Input": {**ORDER, "run": 2}}


def test_a_sleep_leaves_its_token_on_the_order() -> None:
    """Under the condition that nobody has called since the task before read the order."""
    sleeps = [given for run in runs(ISSUANCE).values() for state, given in run.calls if state.startswith("Await")]
    assert sleeps
    for given in sleeps:
        assert given["Key"] == {"pk": {"S": "SCOPE#shop#ORDERS"}, "sk": {"S": "0"}}
        assert given["ConditionExpression"] == "attribute_exists(pk) AND wake_count = :wake_count"
        assert given["ExpressionAttributeValues"] == {
            ":token": {"S": "the-token"},
            ":state": {"S": "the-state"},
            ":wake_count": {"N": "0"},
        }
