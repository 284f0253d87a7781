"""`python -m infra.statemachines.picture`: draw the state machine into the README, as a Mermaid flowchart.

Made from the definition and from nothing else. What all states share, the catching of any error, is one arrow from
a frame around them; retries are drawn only where they poll (an error of the CA's that is no error).
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import yaml

from infra.bootstrap.environments import ROOT

DEFINITION = ROOT / "infra" / "statemachines" / "issuance.asl.yaml"
README = ROOT / "README.md"
PLACE = re.compile(r"(<!-- state machine -->\n).*?(<!-- /state machine -->)", re.DOTALL)

POLLS = {"OrderPending", "OrderProcessing"}

Machine = dict[str, Any]


def drawn(readme: str, machine: Machine) -> str:
    """Return the README with the machine's picture in its place."""
    picture = "\n".join(("```mermaid", *chart(machine), "```", ""))
    return PLACE.sub(lambda place: place[1] + picture + place[2], readme)


def chart(machine: Machine) -> Iterator[str]:
    """Draw the lines of the flowchart."""
    states: dict[str, Machine] = machine["States"]
    refuge = Counter(filter(None, map(caught_by, states.values()))).most_common(1)[0][0]
    framed = [name for name, state in states.items() if state["Type"] == "Choice" or caught_by(state) == refuge]
    yield "flowchart TD"
    yield f"  start(( )) --> {machine['StartAt']}"
    yield '  subgraph order[" "]'
    yield from (f"    {shape(name, states[name])}" for name in framed)
    yield "  end"
    yield from (f"  {shape(name, state)}" for name, state in states.items() if name not in framed)
    yield f"  order -- any error --> {refuge}"
    for name, state in states.items():
        yield from (f"  {name} {arrow} {target}" for target, arrow in arrows(name, state, refuge).items())


def caught_by(state: Machine) -> str | None:
    """Return where the state goes on any error."""
    return next((catch["Next"] for catch in state.get("Catch", ()) if catch["ErrorEquals"] == ["States.ALL"]), None)


def shape(name: str, state: Machine) -> str:
    """Draw a state: a diamond chooses, a slanted box sleeps, a round one ends."""
    if state["Type"] == "Choice":
        return f"{name}{{{name}}}"
    if state["Type"] in {"Succeed", "Fail"}:
        return f"{name}([{name}])"
    return f"{name}[/{name}/]" if state["Resource"].endswith(".waitForTaskToken") else f"{name}[{name}]"


def arrows(name: str, state: Machine, refuge: str) -> dict[str, str]:
    """Return where the state leads, and the arrow with its label; one arrow for each target."""
    found: dict[str, str] = {}
    for retry in state.get("Retry", ()):
        for error in POLLS.intersection(retry["ErrorEquals"]):
            found[name] = f"-- {error} -->"
    for choice in state.get("Choices", ()):
        found[choice["Next"]] = f"-- {choice['StringEquals']} -->"
    for target in filter(None, (state.get("Default"), state.get("Next"))):
        found.setdefault(target, "-->")
    for catch in state.get("Catch", ()):
        if catch["Next"] != refuge:
            found.setdefault(catch["Next"], f"-- {', '.join(catch['ErrorEquals'])} -->")
    if state.get("End"):
        found["done((( )))"] = "-->"
    return found


def main() -> int:
    """Write the README again, if there is a place for the picture."""
    readme = README.read_text(encoding="utf-8")
    if not PLACE.search(readme):
        print(f"{README.name} has no place for it: <!-- state machine --> ... <!-- /state machine -->", file=sys.stderr)
        return 1
    machine = yaml.safe_load(DEFINITION.read_text(encoding="utf-8"))
    README.write_text(drawn(readme, machine), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
