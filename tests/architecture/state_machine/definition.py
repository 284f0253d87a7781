"""The state machine's definition, as text and as states, with `${...}` left in place."""

from functools import cache
from typing import Any

import yaml

from infra.bootstrap.environments import ROOT

FILE = ROOT / "infra" / "statemachines" / "issuance.asl.yaml"
State = dict[str, Any]


@cache
def definition() -> dict[str, Any]:
    """The definition."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def states() -> dict[str, State]:
    """All states by name; there is no Map and no Parallel, whose states would stand deeper."""
    found: dict[str, State] = definition()["States"]
    return found


def tasks() -> dict[str, State]:
    """The states that call something."""
    return {name: state for name, state in states().items() if state["Type"] == "Task"}


def function_tasks() -> dict[str, str]:
    """The states that call one of Certkeeper's functions, with its logical name."""
    resources = {name: state["Resource"] for name, state in tasks().items()}
    return {
        name: arn.removeprefix("${").removesuffix("Arn}") for name, arn in resources.items() if arn.endswith("Arn}")
    }


def next_states(state: State) -> set[str]:
    """Where a state may lead."""
    steps = [state, *state.get("Choices", []), *state.get("Catch", [])]
    found = {step.get("Next") for step in steps} | {state.get("Default")}
    return {name for name in found if name}
