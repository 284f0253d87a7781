"""The paths of an order through its state machine, as they must be: nothing here is read from the definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.errors_of_aws import WITHOUT_A_MODEL, modelled
from tests.integration.second_interpreter.executions import ORDER, Outcome, Path, failing, saying

OPENING = ("OpenOrder", "PresentChallenges", "CheckChallenges", "ChallengesReady")
VERIFYING = ("AnswerChallenges", "CheckAuthorizations", "CleanUpChallenges", "IssuanceGate")
ISSUING = ("FinalizeOrder", "RetrieveCertificate")
AUTOMATIC = (*OPENING, *VERIFYING, *ISSUING)
MANUAL = (*OPENING, *VERIFYING, "AwaitIssuance", *ISSUING)
AWAITED = (*OPENING, "AwaitVerification", *OPENING[1:], *VERIFYING, *ISSUING)
CONTINUED = (*OPENING, "ContinueOrder", "OrderContinued")
FAILING = ("CleanUpAfterFailure", "CloseOrder", "OrderFailed")
BY_HAND = ORDER | {"steps": "manual"}
LONG_AGO = "StepFunctions.ExecutionAlreadyExistsException"
CALLED = "DynamoDb.ConditionalCheckFailedException"
DECIDED = ("OrderCancelled", "OrderExpired", "OrderFailed")
FOR_GOOD = 100
"""More often than anything is tried."""
ONE_HOUR, A_QUARTER = 13, 10
"""The tries of what may pass, and of what nobody expected, the first one included."""
PASSING = sorted(
    {*modelled("Lambda"), *modelled("DynamoDb"), *modelled("StepFunctions"), *WITHOUT_A_MODEL} - {CALLED, LONG_AGO}
)


@dataclass(frozen=True)
class Task:
    """A state that calls something, on a path that comes to it.

    `states` is the path where all goes well, and `error` its end; `broken` and `why` are those where the task fails for
    good: `why` is empty where the error is the task's own.
    """

    name: str
    states: tuple[str, ...]
    script: Mapping[str, list[Outcome]] = field(default_factory=dict)
    given: Mapping[str, object] = field(default_factory=lambda: ORDER)
    error: str = ""
    after: tuple[str, ...] = FAILING
    why: str = ""

    @property
    def broken(self) -> tuple[str, ...]:
        """The states up to the first visit of this one, and what then follows."""
        return (*self.states[: self.states.index(self.name) + 1], *self.after)

    @property
    def calls_a_function(self) -> bool:
        """Whether it calls one of Certkeeper's functions, and no service."""
        return self.name not in {"AwaitVerification", "AwaitIssuance", "ContinueOrder"}

    def path(self, name: str, outcomes: list[Outcome], tries: int) -> Path:
        """The path on which all goes well in the end."""
        script = {**self.script, self.name: [*outcomes, *self.script.get(self.name, ())]}
        visits = self.states.count(self.name) - 1
        return Path(f"{self.name}: {name}", self.states, script, self.error, {self.name: tries + visits}, self.given)

    def broken_path(self, error: str, tries: int) -> Path:
        """The path on which the task fails for good."""
        script = {**self.script, self.name: failing(error, times=FOR_GOOD)}
        name = f"{self.name}: {error} for good"
        return Path(name, self.broken, script, self.why or error, {self.name: tries}, self.given)


REFUSING = ("OpenOrder", *FAILING)
REFUSED = {"OpenOrder": failing("OrderFailed")}
TASKS = (
    *(Task(name, AUTOMATIC) for name in AUTOMATIC if name not in {"ChallengesReady", "IssuanceGate"}),
    Task("AwaitVerification", AWAITED, {"CheckChallenges": saying(next="await")}),
    Task("AwaitIssuance", MANUAL, given=BY_HAND),
    Task("ContinueOrder", CONTINUED, {"CheckChallenges": saying(next="continue")}),
    Task("RemoveLeftovers", (*AUTOMATIC, "RemoveLeftovers"), {"RetrieveCertificate": failing("RecordsLeft")}, after=()),
    Task("CleanUpAfterFailure", REFUSING, REFUSED, error="OrderFailed", after=FAILING[1:], why="OrderFailed"),
    Task("CloseOrder", REFUSING, REFUSED, error="OrderFailed", after=FAILING[2:]),
    Task(
        "RemoveLeftoversOfFailure",
        (*REFUSING[:3], "RemoveLeftoversOfFailure", "OrderFailed"),
        {**REFUSED, "CloseOrder": failing("RecordsLeft")},
        error="OrderFailed",
        after=FAILING[2:],
        why="OrderFailed",
    ),
)
WAITED_FOR = {
    "PresentChallenges": ("RecordsPending", 12),
    "CheckAuthorizations": ("OrderPending", 20),
    "RetrieveCertificate": ("OrderProcessing", 20),
    "RemoveLeftovers": ("RecordsLeft", 7),
    "RemoveLeftoversOfFailure": ("RecordsLeft", 7),
}
"""What a task waits for, by the name of its error, and how often it is asked again."""
LEADS_ELSEWHERE = {("RetrieveCertificate", "RecordsLeft"), ("CloseOrder", "RecordsLeft")}
"""The errors of a task that are caught apart: another task takes over."""


def paths_of_orders() -> tuple[Path, ...]:
    """All of them."""
    return (*_undisturbed(), *_passing(), *_for_good(), *_answers())


def _undisturbed() -> Iterator[Path]:
    yield Path("an automatic order", AUTOMATIC)
    yield Path("an order by hand", MANUAL, given=BY_HAND)
    yield Path("an order that waits for a person or a check", AWAITED, {"CheckChallenges": saying(next="await")})
    yield Path("an order that goes on in the next execution", CONTINUED, {"CheckChallenges": saying(next="continue")})


def _passing() -> Iterator[Path]:
    """Everything that AWS may say, as many errors in one visit as are tried again; then all goes well."""
    for task in TASKS:
        names = [*PASSING, *(["States.Timeout"] if task.calls_a_function else [])]
        for first in range(0, len(names), ONE_HOUR - 1):
            some = names[first : first + ONE_HOUR - 1]
            yield task.path(f"{some[0]} and others that pass", failing(*some), len(some) + 1)
        if task.calls_a_function:
            yield task.path("not expected, and over", failing("UnexpectedError", times=A_QUARTER - 1), A_QUARTER)
        if task.name in WAITED_FOR:
            error, times = WAITED_FOR[task.name]
            yield task.path(f"{error}, until the last try", failing(error, times=times), times + 1)


def _for_good() -> Iterator[Path]:
    """Everything that does not pass ends as what it was, after an hour, a quarter of one, or at once."""
    for task in TASKS:
        yield task.broken_path("Runtime.ImportModuleError", ONE_HOUR)
        if task.calls_a_function:
            yield task.broken_path("States.Timeout", ONE_HOUR)
            yield task.broken_path("UnexpectedError", A_QUARTER)
            decided = {*DECIDED, "RecordsLeft"} - {WAITED_FOR.get(task.name, ("",))[0]}
            for error in sorted(decided):
                if (task.name, error) not in LEADS_ELSEWHERE:
                    yield task.broken_path(error, 1)
        if task.name in WAITED_FOR:
            error, times = WAITED_FOR[task.name]
            yield task.broken_path(error, times + 1)


def _answers() -> Iterator[Path]:
    """What is no failure: a sleep that is over or was not begun, and a run that has been started before."""
    for task in (task for task in TASKS if task.name in {"AwaitVerification", "AwaitIssuance"}):
        for error in ("States.Timeout", CALLED):
            yield task.path(f"{error} ends the wait", failing(error), 1)
    for task in (task for task in TASKS if task.name == "ContinueOrder"):
        yield task.path("started before", failing(LONG_AGO), 1)
