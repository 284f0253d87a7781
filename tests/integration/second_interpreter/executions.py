"""Executions in the second interpreter: what they are given, how they end, and which ways of a definition they take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.deployed_definition import Definition
from tests.integration.machine.interpreter.task_errors import matching
from tests.integration.second_interpreter.programs import WALK, run

Way = tuple[str, str, str]
"""A state, what happens in it, and where that leads or which error it is for.

What happens is "Next", "Choice", "End", "Retry", "GiveUp" (the last try has failed), "Final" (no retry), or "Catch".
"""
Outcome = dict[str, Any]
Event = tuple[str, str, Any]
"""What happens, in which state, and the detail, as walk.mjs says it."""

ORDER = {"scope": "shop", "order_id": "0", "steps": "automatic", "run": 1}
NOTICE = {"scope": "shop", "type": "Order Failed", "severity": "error", "subject": "s", "message": "{}"}
GO_ON = {"next": "answer", "await_seconds": 30, "wake_count": 0}
"""What a task says that has no more to be scripted."""
CONTEXT = {"StateMachine": {"Id": "the-machine"}, "State": {"Name": "the-state"}, "Task": {"Token": "the-token"}}


def failing(*errors: str, times: int = 1) -> list[Outcome]:
    """A task that fails under these names, each so many times."""
    return [{"error": error, "times": times} for error in errors]


def saying(**progress: object) -> list[Outcome]:
    """A task that says once where to go."""
    return [{"result": GO_ON | progress}]


@dataclass(frozen=True)
class Path:
    """What befalls an execution, and how it must end: the states that it enters, and the error if it fails.

    `script` has the outcomes of each state's tries, in their order; when they are used up, the task says GO_ON. `tries`
    is how often the task of a state is called, where that is to be judged.
    """

    name: str
    states: Sequence[str]
    script: Mapping[str, list[Outcome]] = field(default_factory=dict)
    error: str = ""
    tries: Mapping[str, int] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=lambda: ORDER)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Run:
    """What an execution did.

    `error` is empty where it succeeded, and `output` None where it failed. `calls` has for each try the name of the
    state and what its task was given.
    """

    states: tuple[str, ...]
    error: str
    calls: tuple[tuple[str, Any], ...]
    output: Any
    ways: frozenset[Way]

    def tries(self, state: str) -> int:
        """How often the task of the state was called."""
        return sum(called == state for called, _ in self.calls)


def walk(definition: Definition, paths: Sequence[Path]) -> list[Run]:
    """Runs all in one process, and says what each did."""
    runs = [{"input": each.given, "script": each.script} for each in paths]
    document = {"definition": definition, "context": CONTEXT, "otherwise": GO_ON, "runs": runs}
    return [_run(definition, found["events"], found["calls"]) for found in run(WALK, document)]


def all_ways(definition: Definition) -> Iterator[Way]:
    """Every way out of every state: transitions, ends, and each error that a Retry or a Catch names."""
    for name, state in definition["States"].items():
        yield from ((name, "Choice", rule["Next"]) for rule in state.get("Choices", ()))
        yield from ((name, "Choice", state[each]) for each in ("Default",) if each in state)
        yield from ((name, "Next", state[each]) for each in ("Next",) if each in state)
        if state.get("End") or state["Type"] in {"Fail", "Succeed"}:
            yield name, "End", ""
        for clause, error in _first_named(state.get("Retry", ())):
            yield from ((name, kind, error) for kind in (("Retry", "GiveUp") if clause["MaxAttempts"] else ("Final",)))
        yield from ((name, "Catch", error) for _, error in _first_named(state.get("Catch", ())))


def _first_named(clauses: Sequence[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each error that clauses name, with the first that does: that one counts."""
    seen: set[str] = set()
    for clause in clauses:
        yield from ((clause, error) for error in clause["ErrorEquals"] if error not in seen)
        seen.update(clause["ErrorEquals"])


def _run(definition: Definition, events: Sequence[Event], calls: Sequence[tuple[str, Any]]) -> Run:
    *inner, (ending, _, detail) = events
    entered = tuple(state for what, state, _ in inner if what == "entered")
    ways = frozenset(_ways(definition["States"], inner))
    return Run(
        entered, detail if ending == "failed" else "", tuple(calls), detail if ending == "succeeded" else None, ways
    )


def _ways(states: Definition, events: Sequence[Event]) -> Iterator[Way]:
    """The ways that these events show; the events of one visit to a state follow the one that it was entered with."""
    entered = [number for number, (what, _, _) in enumerate(events) if what == "entered"]
    for first, end in zip(entered, [*entered[1:], len(events)], strict=True):
        (_, name, _), *visit = events[first:end]
        state, following = states[name], events[end][1] if end < len(events) else ""
        yield from ((name, *way) for way in _tries(state, visit))
        last = visit[-1][0] if visit else "entered"
        if last not in {"caught", "failed"} or state["Type"] == "Fail":
            kind = "Choice" if state["Type"] == "Choice" else "Next"
            yield name, kind if following else "End", following


def _tries(state: dict[str, Any], visit: Sequence[Event]) -> Iterator[tuple[str, str]]:
    """What befell each failure of a visit to the state."""
    error = ""
    for number, (what, _, detail) in enumerate(visit):
        if what == "failed":
            error = detail
            retried = [each for each, _, _ in visit[number + 1 : number + 2]] == ["retried"]
            if found := matching(state.get("Retry", []), error):
                kind = "Retry" if retried else "GiveUp" if found[1]["MaxAttempts"] else "Final"
                yield kind, _named(found[1], error)
        elif what == "caught":
            yield "Catch", _named(state["Catch"][detail], error)


def _named(clause: dict[str, Any], error: str) -> str:
    """The name in a clause that matched: the error's own, or the wildcard."""
    named: list[str] = clause["ErrorEquals"]
    return error if error in named else named[0]
