"""The frame around tasks: what leaves a task is a class name that the machine knows and a text of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import pytest
import requests
import urllib3
from botocore.exceptions import ClientError, EndpointConnectionError, ParamValidationError, ReadTimeoutError

from certkeeper.domain.errors import (
    AcmeProblemError,
    CertkeeperError,
    NotFoundError,
    OrderCancelled,
    OrderChangedError,
    OrderExpired,
    OrderFailed,
    OrderPending,
    OrderProcessing,
    RecordsLeft,
    TransientError,
)
from certkeeper.entrypoints.settings.environment import SettingError
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.entrypoints.unexpected import UnexpectedError

if TYPE_CHECKING:
    from tests.fakes.logged import Logged

CANARY = "CANARY7"
STATE = {"scope": "shop", "order_id": "01989d2c-0000-7000-8000-000000000001", "steps": "manual", "run": 1}


def client_error(code: str, status: int) -> ClientError:
    """An answer of AWS."""
    answer: Any = {"Error": {"Code": code, "Message": CANARY}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "GetItem")


def raised_for(error: BaseException) -> CertkeeperError:
    """What leaves a task that raises `error`."""

    @task
    def failing(_given: TaskInput) -> NoReturn:
        raise error

    with pytest.raises(CertkeeperError) as caught:
        failing(STATE, None)
    return caught.value


def test_a_task_is_given_its_order_and_gives_its_result() -> None:
    """The scope, the order and the run are all that the machine carries."""

    @task
    def read(given: TaskInput) -> dict[str, Any]:
        return {"seen": [given.scope, given.order_id, given.run, given.error]}

    assert read(STATE, None) == {"seen": ["shop", STATE["order_id"], 1, ""]}


def test_the_last_task_learns_which_error_the_machine_has_caught() -> None:
    """Under `failure`, where the machine's Catch puts it; its Cause is not passed on."""

    @task
    def close(given: TaskInput) -> dict[str, Any]:
        return {"error": given.error}

    assert close(STATE | {"failure": {"Error": "OrderExpired", "Cause": CANARY}}, None) == {"error": "OrderExpired"}


@pytest.mark.parametrize(
    "error", [OrderPending(), OrderProcessing(), OrderFailed("x"), OrderExpired("x"), OrderCancelled(), RecordsLeft()]
)
def test_outcomes_pass_under_their_own_name(error: CertkeeperError) -> None:
    """The machine retries and ends by these names."""
    assert raised_for(error) is error


@pytest.mark.parametrize(
    "error", [SettingError("TABLE_NAME", "a name"), NotFoundError("order"), AcmeProblemError(403, "", "no")]
)
def test_other_errors_of_certkeeper_are_unexpected_and_keep_their_text(error: CertkeeperError, logged: Logged) -> None:
    """No task should have let them through; the text says in the execution's history what it was."""
    left = raised_for(error)
    assert type(left) is UnexpectedError
    assert str(left) == f"{type(error).__name__}: {error}"
    assert left.__cause__ is left.__context__ is None
    assert logged.lines[0]["level"] == "ERROR"


def test_errors_of_certkeeper_leave_without_what_caused_them() -> None:
    """A runtime that prints chains would print a stranger's text."""
    error = OrderFailed("refused")
    error.__cause__ = ValueError(CANARY)
    left = raised_for(error)
    assert left.__cause__ is None
    assert left.__context__ is None


def test_every_kind_of_passing_trouble_has_the_one_name_that_the_machine_retries() -> None:
    """The machine compares names and knows nothing of subclasses."""
    assert type(raised_for(OrderChangedError())) is TransientError


PASSING: dict[str, Exception] = {
    "throttled": client_error("ThrottlingException", 400),
    "AWS is broken": client_error("InternalServerError", 500),
    "no connection to AWS": EndpointConnectionError(endpoint_url=f"https://{CANARY}"),
    "no answer from AWS": ReadTimeoutError(endpoint_url=f"https://{CANARY}"),
    "no connection to the CA": requests.ConnectionError(CANARY),
    "no answer from the CA": requests.ReadTimeout(CANARY),
    "a broken answer": urllib3.exceptions.ProtocolError(CANARY),
    "reset": ConnectionResetError(CANARY),
    "timed out": TimeoutError(CANARY),
}


@pytest.mark.parametrize("error", PASSING.values(), ids=PASSING.keys())
def test_strangers_trouble_that_may_pass_is_transient(error: Exception, logged: Logged) -> None:
    """It slipped through an adapter, but the machine tries again all the same."""
    left = raised_for(error)
    assert type(left) is TransientError
    assert CANARY not in f"{left}{left.__cause__}{left.__context__}{logged.text}"


LASTING: dict[str, Exception] = {
    "denied": client_error("AccessDeniedException", 400),
    "a wrong call": ParamValidationError(report=CANARY),
    "a wrong address": requests.exceptions.InvalidURL(CANARY),
    "a file": FileNotFoundError(CANARY),
    "a mistake": KeyError(CANARY),
}


@pytest.mark.parametrize("error", LASTING.values(), ids=LASTING.keys())
def test_whatever_else_is_unexpected(error: Exception, logged: Logged) -> None:
    """The machine tries it again for a while; class and frames are in the log, its text is nowhere."""
    left = raised_for(error)
    assert type(left) is UnexpectedError
    assert type(error).__name__ in str(left)
    assert CANARY not in f"{left}{left.__cause__}{left.__context__}{logged.text}"
    (line,) = logged.lines
    assert line["correlation_id"] == STATE["order_id"]
    assert line["frames"][-1].endswith("failing")


def test_an_input_that_lacks_something_is_unexpected() -> None:
    """The machine's definition is at fault."""

    @task
    def never(_given: TaskInput) -> NoReturn:
        raise AssertionError

    with pytest.raises(UnexpectedError):
        never({"scope": "shop"}, None)
