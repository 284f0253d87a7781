"""The pauses between tries, at every value of every parameter that a definition depends on."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pytest

from tests.architecture.deployed import resources
from tests.deployed_definition import ISSUANCE, NOTICES, deployed_definition, parameters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUR, DAY = 3600, 86_400
LARGEST = 31_622_400
"""MaxDelaySeconds has to be less (Step Functions, "Handling errors in Step Functions workflows")."""
CHOICES = [
    (machine, parameter, value)
    for machine in (ISSUANCE, NOTICES)
    for parameter, values in parameters_of(machine).items()
    for value in values
]

State = dict[str, Any]


def retriers(machine: str, **parameters: str) -> Iterator[tuple[str, State]]:
    """Each retrier of a deployed machine that tries again, with the name of its state."""
    for name, state in deployed_definition(machine, **parameters)["States"].items():
        yield from ((name, each) for each in state.get("Retry", ()) if each["MaxAttempts"])


def retrier(error: str, state: str, **parameters: str) -> State:
    """The retrier of a state of the issuance that names the error."""
    return next(
        each for name, each in retriers(ISSUANCE, **parameters) if name == state and error in each["ErrorEquals"]
    )


def pauses(clause: State) -> list[float]:
    """All pauses of a retrier in seconds, each at its longest."""
    first, rate, longest = clause["IntervalSeconds"], clause["BackoffRate"], clause["MaxDelaySeconds"]
    return [min(first * rate**place, longest) for place in range(clause["MaxAttempts"])]


def test_every_parameter_of_a_pause_is_tried() -> None:
    """A parameter that is new in a definition is among them by itself."""
    assert {parameter for _, parameter, _ in CHOICES} == {
        *("LeftoversIntervalSeconds", "PollIntervalSeconds", "PropagationIntervalSeconds", "RetryIntervalSeconds")
    }


@pytest.mark.parametrize(("machine", "parameter", "value"), CHOICES)
def test_a_pause_can_grow_at_every_value(machine: str, parameter: str, value: str) -> None:
    """Step Functions takes whole numbers. A first pause that is the longest one would promise what never comes."""
    for name, clause in retriers(machine, **{parameter: value}):
        first, longest = clause["IntervalSeconds"], clause["MaxDelaySeconds"]
        assert isinstance(first, int), name
        assert isinstance(longest, int), name
        assert 1 <= first < longest < LARGEST, name
        assert clause["BackoffRate"] > 1, name


@pytest.mark.parametrize(
    ("state", "error", "value", "seconds"),
    [
        *(("CheckAuthorizations", "OrderPending", *each) for each in (("5", HOUR / 4), ("300", 6 * HOUR))),
        *(("RetrieveCertificate", "OrderProcessing", *each) for each in (("5", HOUR / 4), ("300", 6 * HOUR))),
        ("PresentChallenges", "RecordsPending", "25", HOUR / 3),
        *(("FinalizeOrder", "States.ALL", *each) for each in (("2", HOUR), ("30", 2 * HOUR))),
        *(("AwaitVerification", "States.TaskFailed", *each) for each in (("2", HOUR), ("30", 2 * HOUR))),
        ("FinalizeOrder", "UnexpectedError", "2", 17 * 60),
        ("RemoveLeftovers", "RecordsLeft", "900", 28 * HOUR),
        ("RemoveLeftoversOfFailure", "RecordsLeft", "900", 28 * HOUR),
    ],
)
def test_pauses_last_as_long_as_the_documents_say(state: str, error: str, value: str, seconds: float) -> None:
    """In the settings, the walk of an order, and ADRs 19, 23 and 78; to within a tenth."""
    names = {
        "OrderPending": "PollIntervalSeconds",
        "OrderProcessing": "PollIntervalSeconds",
        "RecordsPending": "PropagationIntervalSeconds",
        "RecordsLeft": "LeftoversIntervalSeconds",
    }
    clause = retrier(error, state, **{names.get(error, "RetryIntervalSeconds"): value})
    assert sum(pauses(clause)) == pytest.approx(seconds, rel=0.1)


@pytest.mark.parametrize("value", parameters_of(NOTICES)["RetryIntervalSeconds"])
def test_a_notice_is_tried_for_three_days(value: str) -> None:
    """The alarm for failed notices says so. Jitter would make it half of that on average."""
    ((_, clause),) = retriers(NOTICES, RetryIntervalSeconds=value)
    assert clause["ErrorEquals"] == ["States.ALL"]
    assert sum(pauses(clause)) >= 3 * DAY
    assert clause["MaxDelaySeconds"] == HOUR
    assert clause.get("JitterStrategy", "NONE") == "NONE"


@pytest.mark.parametrize("error", ["UnexpectedError", "States.ALL"])
@pytest.mark.parametrize("value", parameters_of(ISSUANCE)["RetryIntervalSeconds"])
def test_an_order_that_cannot_be_closed_raises_its_alarm(value: str, error: str) -> None:
    """Though an hour of the clock may end in the midst of the tries, and every pause may be at its longest."""
    alarm = resources("AWS::CloudWatch::Alarm")["UnclosedOrders"]
    assert alarm["Period"] == HOUR
    tries = [*accumulate(pauses(retrier(error, "CloseOrder", RetryIntervalSeconds=value)), initial=0.0)]
    for end in {min(each, HOUR) for each in tries}:  # of the first hour, just before a try
        first = sum(each < end for each in tries)
        second = sum(end <= each < end + HOUR for each in tries)
        assert max(first, second) >= alarm["Threshold"], end
