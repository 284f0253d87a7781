"""The state machine and the rest of the template: its functions, its role, its log."""

from typing import Any

import pytest

from tests.architecture.deployed import MACHINE, function, listed, resources, statements
from tests.architecture.state_machine.definition import function_tasks, states, tasks

CLEAN_UPS = {"CleanUpAfterFailure", "RemoveLeftovers", "RemoveLeftoversOfFailure"}


def machine() -> dict[str, Any]:
    """The properties of the state machine."""
    return resources(MACHINE)["IssuanceMachine"]


@pytest.mark.parametrize(("state", "name"), function_tasks().items())
def test_a_state_waits_longer_than_its_function_may_run(state: str, name: str) -> None:
    """Else Step Functions would start a second try beside the first."""
    properties = function(_snake(name)).properties
    assert properties["Timeout"] < states()[state]["TimeoutSeconds"]


@pytest.mark.parametrize(("state", "name"), function_tasks().items())
def test_a_state_calls_the_function_of_its_name(state: str, name: str) -> None:
    """One function serves all clean-ups."""
    assert function(_snake(name)).folder == f"functions/issuance/{_snake(name)}"
    assert state == name or (name == "CleanUpChallenges" and state in CLEAN_UPS)


def test_every_task_function_is_called() -> None:
    """A function in `functions/issuance` that no state calls is dead."""
    called = {function(_snake(name)).name for name in function_tasks().values()}
    substituted = {name.removesuffix("Arn") for name in machine()["DefinitionSubstitutions"] if name.endswith("Arn")}
    assert called == substituted


def test_the_role_may_make_every_call_of_the_definition() -> None:
    """The emulator does not enforce a state machine's role, so nobody would notice before production."""
    invoked = {f"${{{name}Arn}}" for name in _names(_resources("lambda:InvokeFunction"))}
    for name, state in tasks().items():
        resource: str = state["Resource"]
        if resource.endswith(":aws-sdk:dynamodb:updateItem.waitForTaskToken"):
            assert _names(_resources("dynamodb:UpdateItem")) == {"Table"}, name
        elif resource.endswith(":states:startExecution"):
            (arn,) = _resources("states:StartExecution")
            text, variables = arn["Fn::Sub"]
            name_text, name_variables = machine()["Name"]["Fn::Sub"]
            assert text.endswith(f":stateMachine:{name_text}"), name
            assert variables == name_variables, name
        else:
            assert resource in invoked, name


def test_nothing_of_an_execution_is_logged_but_its_errors() -> None:
    """Inputs and outputs hold ids only, and the log leaves them out all the same."""
    assert machine()["Logging"]["Level"] == "ERROR"
    assert machine()["Logging"]["IncludeExecutionData"] is False
    assert machine()["Tracing"] == {"Enabled": False}


def test_an_order_that_fails_in_an_ordinary_way_raises_no_alarm() -> None:
    """A notice reports it, and nobody wants two messages; a cancelled order ends red too."""
    watched = {(alarm["MetricName"], str(alarm["Dimensions"])) for alarm in _alarms().values()}
    assert ("ExecutionsFailed", str([{"Name": "StateMachineArn", "Value": {"Ref": "IssuanceMachine"}}])) not in watched


def test_what_no_notice_says_of_an_order_raises_an_alarm() -> None:
    """An execution that somebody stopped, and an order that could not be closed: no event was sent of either."""
    stopped, unclosed = _alarms()["StoppedOrders"], _alarms()["UnclosedOrders"]
    assert (stopped["MetricName"], stopped["Dimensions"][0]["Value"]) == (
        "ExecutionsAborted",
        {"Ref": "IssuanceMachine"},
    )
    assert (unclosed["MetricName"], unclosed["Dimensions"][0]["Value"]) == ("Errors", {"Ref": "CloseOrder"})
    assert stopped["AlarmActions"] == unclosed["AlarmActions"] == [{"Ref": "Notices"}]


def _alarms() -> dict[str, Any]:
    return resources("AWS::CloudWatch::Alarm")


def _resources(action: str) -> list[dict[str, Any]]:
    allowed = [statement for statement in statements(machine()) if action in listed(statement["Action"])]
    return [resource for statement in allowed for resource in listed(statement["Resource"])]


def _names(arns: list[dict[str, Any]]) -> set[str]:
    return {arn["Fn::GetAtt"][0] for arn in arns}


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
