"""The state machine with functions, a table and a clock, as deployed: what no interpreter of its definition can show.

All paths of the definition are walked in tests/integration/second_interpreter.
"""

import time

import pytest

from infra.local.aws import Cloud
from tests.e2e.machine.scripted_machine import ScriptedMachine

AWAIT = {"next": "await", "await_seconds": 1, "wake_count": 0}
LONG_SECONDS = 100
OPENING = ("OpenOrder", "PresentChallenges", "CheckChallenges", "ChallengesReady")
VERIFYING = ("AnswerChallenges", "CheckAuthorizations", "CleanUpChallenges", "IssuanceGate")
ISSUING = ("FinalizeOrder", "RetrieveCertificate")
FAILING = ("CleanUpAfterFailure", "CloseOrder", "OrderFailed")


@pytest.fixture(scope="module")
def machine(cloud: Cloud) -> ScriptedMachine:
    """The machine, deployed beside the real one."""
    return ScriptedMachine(cloud)


def test_an_automatic_order_that_polls_twice_takes_twelve_transitions(machine: ScriptedMachine) -> None:
    """One more try each of the CA's validation and of its issuance."""
    run = machine.run({"check_authorizations": ["OrderPending"], "retrieve_certificate": ["OrderProcessing"]})
    assert (run.status, run.states) == ("SUCCEEDED", (*OPENING, *VERIFYING, *ISSUING))
    assert run.transitions == 12


def test_trouble_that_passes_is_tried_again_by_whatever_name(machine: ScriptedMachine) -> None:
    """A function that could not be started in the midst of an upgrade, AWS's own, and one that nobody has heard of."""
    script = {
        "open_order": ["Runtime.ImportModuleError"],
        "present_challenges": ["Runtime.OutOfMemory"],
        "check_challenges": ["UnexpectedError"],
        "answer_challenges": ["Lambda.ClientExecutionTimeoutException"],
        "finalize_order": ["NobodyHasHeardOfIt"],
    }
    run = machine.run(script)
    assert (run.status, run.states) == ("SUCCEEDED", (*OPENING, *VERIFYING, *ISSUING))
    assert run.transitions == len(run.states) + len(script)


def test_a_check_that_finds_nothing_is_repeated_when_its_time_has_come(machine: ScriptedMachine) -> None:
    """The timer ends the wait."""
    run = machine.run({"check_challenges": [AWAIT]})
    again = ("AwaitVerification", *OPENING[1:])
    assert (run.status, run.states) == ("SUCCEEDED", (*OPENING, *again, *VERIFYING, *ISSUING))


def test_a_wake_up_between_two_states_is_not_slept_through(machine: ScriptedMachine) -> None:
    """Somebody called after the task had read the order, so the machine does not fall asleep."""
    began = time.monotonic()
    run = machine.run({"check_challenges": [AWAIT | {"await_seconds": LONG_SECONDS}]}, wake_count=1)
    assert (run.status, "AwaitVerification" in run.states) == ("SUCCEEDED", True)
    assert time.monotonic() - began < LONG_SECONDS


def test_manual_steps_wait_for_the_issuance(machine: ScriptedMachine) -> None:
    """Until the deadline, which FinalizeOrder then finds passed."""
    run = machine.run({"check_authorizations": [AWAIT]}, steps="manual")
    assert run.states == (*OPENING, *VERIFYING, "AwaitIssuance", *ISSUING)


def test_an_order_that_takes_long_goes_on_in_a_new_execution(machine: ScriptedMachine) -> None:
    """The first ends green, the second begins where tasks begin; its name makes it one."""
    run = machine.run({"check_challenges": [{"next": "continue", "await_seconds": 1, "wake_count": 0}]})
    assert (run.status, run.states) == ("SUCCEEDED", (*OPENING, "ContinueOrder", "OrderContinued"))
    assert machine.next_run(run).states == (*OPENING, *VERIFYING, *ISSUING)


def test_a_failed_task_is_cleaned_up_after_and_ends_red(machine: ScriptedMachine) -> None:
    """The error's class arrives as its name, is not tried again, and is the execution's own."""
    run = machine.run({"check_authorizations": ["OrderCancelled"]})
    assert (run.status, run.error) == ("FAILED", "OrderCancelled")
    assert run.states == (*OPENING, *VERIFYING[:2], *FAILING)
