"""The state machine's errors: a final one ends the order, and any other is retried."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

import certkeeper
from certkeeper.domain.errors import TaskOutcome, TransientError
from certkeeper.entrypoints.task import task
from tests.architecture.state_machine.definition import function_tasks, states, tasks
from tests.errors_of_aws import modelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certkeeper.entrypoints.task import TaskInput

ANY_ERROR = "States.ALL"
ANY_BUT_TIMEOUT = "States.TaskFailed"
WILDCARDS = {ANY_ERROR, ANY_BUT_TIMEOUT, "States.Timeout"}
"""Of the Amazon States Language. What each matches is walked in tests/integration/second_interpreter."""
INPUT = {"scope": "shop", "order_id": "01989d2c-0000-7000-8000-000000000001", "run": 1}


@cache
def errors_of_the_program() -> dict[str, type[Exception]]:
    """Every class of exception in the package, by its name."""
    for module in pkgutil.walk_packages(certkeeper.__path__, "certkeeper."):
        import_module(module.name)
    found: dict[str, type[Exception]] = {}
    waiting: list[type[Exception]] = [Exception]
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            if one.__module__.startswith("certkeeper."):
                found[one.__name__] = one
    return found


def leaving(error: type[Exception]) -> str:
    """The name under which it arrives at the machine, when a task raises it."""

    @task
    def failing(_given: TaskInput) -> NoReturn:
        raise error.__new__(error)  # its facts do not matter, and every class wants others

    try:
        failing(INPUT, None)
    except Exception as left:  # noqa: BLE001 - whichever it is
        return type(left).__name__
    raise AssertionError(error)


def retriers(state: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each error that the state's Retry names, with its clause."""
    for clause in states()[state]["Retry"]:
        yield from ((error, clause) for error in clause["ErrorEquals"])


def decided(state: str) -> set[str]:
    """What is not tried again."""
    return {error for error, clause in retriers(state) if clause["MaxAttempts"] == 0}


def waited_for() -> set[str]:
    """What has pauses of its own somewhere."""
    return {error for state in function_tasks() for error, clause in retriers(state) if clause["MaxAttempts"] > 0}


@pytest.mark.parametrize("name", sorted(errors_of_the_program().keys() - {TaskOutcome.__name__}))
def test_every_error_that_a_task_may_raise_is_waited_for_or_decided(name: str) -> None:
    """By the name under which it leaves: a new class makes somebody decide."""
    arrives = leaving(errors_of_the_program()[name])
    if arrives == TransientError.__name__:
        return  # as anything else that may pass: States.ALL
    undecided = [state for state in function_tasks() if arrives not in waited_for() | decided(state)]
    assert not undecided, (
        f"{name} leaves a task as {arrives}, and the Retry of {', '.join(undecided)} does not name it, so it would be "
        f"tried again for an hour. Decide: may the task say something else when it runs again? If so, give {arrives} a "
        "retrier with pauses in the task that raises it; if not, add it to the list with MaxAttempts 0 in every task. "
        "If it is no outcome of a task at all, let it not derive from TaskOutcome: then it arrives as UnexpectedError"
    )


def test_every_error_of_the_program_that_the_machine_names_may_arrive() -> None:
    """A misspelt name would never match, and nobody would notice."""
    clauses = [clause for state in tasks().values() for clause in [*state.get("Retry", []), *state.get("Catch", [])]]
    named = {error for clause in clauses for error in clause["ErrorEquals"]}
    arriving = {leaving(error) for error in errors_of_the_program().values()}
    aws = {*modelled("DynamoDb"), *modelled("StepFunctions")}
    assert not named - arriving - WILDCARDS - aws, (
        "no task ends under this name: correct it, or take it out of the machine"
    )


def test_only_what_the_program_has_decided_is_never_tried_again() -> None:
    """Nobody can list what AWS, Lambda's runtimes and proxies call their troubles; its own words the program can."""
    aws = {error for state in function_tasks() for error in decided(state)} - errors_of_the_program().keys()
    assert not aws


def test_an_order_that_has_ended_is_decided_in_every_task() -> None:
    """The reason is on the order, and the next try would find it there."""
    ends = {name for name, error in errors_of_the_program().items() if "OrderFailed" in _ancestors(error)}
    assert ends
    for state in function_tasks():
        assert ends <= decided(state), state


@pytest.mark.parametrize("state", function_tasks())
def test_every_task_of_a_function_tries_everything_else_again(state: str) -> None:
    """No task is forgotten when a pause is changed; States.ALL stands alone and last, as the language demands."""
    common = states()["OpenOrder"]["Retry"]
    assert states()[state]["Retry"][-len(common) :] == common
    everything = common[-1]
    assert everything["ErrorEquals"] == [ANY_ERROR]
    assert everything["MaxAttempts"] > 0
    assert states()[state]["TimeoutSeconds"]


@pytest.mark.parametrize("state", sorted(tasks().keys() - function_tasks().keys()))
def test_every_call_of_a_service_is_tried_again_unless_it_was_answered(state: str) -> None:
    """A condition that does not hold and a name that is taken are answers, and caught; a timeout is no failure."""
    *answers, everything = states()[state]["Retry"]
    assert everything["ErrorEquals"] == [ANY_BUT_TIMEOUT]
    assert everything["MaxAttempts"] > 0
    answered = {error for clause in answers for error in clause["ErrorEquals"]}
    caught = {error for clause in states()[state]["Catch"][:-1] for error in clause["ErrorEquals"]}
    assert answered == decided(state) == caught - {"States.Timeout"}


def test_a_failed_run_never_ends_green() -> None:
    """Whatever a task raises leads to CleanUpAfterFailure, CloseOrder and OrderFailed; what these raise fails too."""
    for name, state in tasks().items():
        last = state.get("Catch", [{"ErrorEquals": [ANY_ERROR], "Next": "nowhere: the execution fails"}])[-1]
        assert last["ErrorEquals"] == [ANY_ERROR], name
    assert states()["CleanUpAfterFailure"]["Next"] == "CloseOrder"
    assert states()["CloseOrder"]["Next"] == "OrderFailed"
    assert states()["OrderFailed"]["Type"] == "Fail"


def _ancestors(error: type[Exception]) -> set[str]:
    return {one.__name__ for one in error.__mro__}
