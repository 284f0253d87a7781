"""The definition of the state machine, composed from its parts, and the source of its picture: a Mermaid flowchart.

`make pictures` renders the source to docs/images/state-machine.svg.

What all states share, the catching of any error, is one arrow from a frame around them; retries are drawn only where
they poll (an error of the CA's that is no error).
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml

from certkeeper.adapters.dynamodb.keys import LEADING_KEYS
from infra.bootstrap.environments import ROOT
from tools.generate import MARK
from tools.generate.documents import Node
from tools.generate.template import compose

FOLDER = ROOT / "infra" / "statemachines"
CHART = ROOT / "docs" / "design" / "state-machine.mmd"
FIRST_LINE = f"# {MARK} from infra/statemachines/parts: change those.\n#\n"
FIRST_LINE_OF_CHART = f"%% {MARK} from infra/statemachines/issuance.asl.yaml; `make pictures` renders it."
_POLLS = {"OrderPending", "OrderProcessing"}
_SHAPES = {"Choice": "{0}{{{0}}}", "Fail": "{0}([{0}])", "Succeed": "{0}([{0}])", "Task": "{0}[{0}]"}


def files() -> dict[Path, str]:
    """Return the text of the definition and of the flowchart, each by its path."""
    parts = {path.stem: path.read_text(encoding="utf-8") for path in (FOLDER / "parts").glob("*.yaml")}
    parts["partition of orders"] = f"S.$: States.Format('{LEADING_KEYS['orders'].replace('*', '{}')}', $.scope)\n"
    definition = FIRST_LINE + compose(parts["issuance"], parts)
    picture = "\n".join((FIRST_LINE_OF_CHART, *chart(yaml.safe_load(definition)), ""))
    return {FOLDER / "issuance.asl.yaml": definition, CHART: picture}


def chart(machine: Node) -> Iterator[str]:
    """Yield the lines of the flowchart of a state machine's definition."""
    states: dict[str, Node] = machine["States"]
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


def caught_by(state: Node) -> str | None:
    """Return the state that follows on any error, None where the error ends the machine."""
    return next((catch["Next"] for catch in state.get("Catch", ()) if catch["ErrorEquals"] == ["States.ALL"]), None)


def shape(name: str, state: Node) -> str:
    """Return a state with its name: a diamond chooses, a slanted box waits, a round one ends."""
    sleeps = state.get("Resource", "").endswith(".waitForTaskToken")
    return ("{0}[/{0}/]" if sleeps else _SHAPES[state["Type"]]).format(name)


def arrows(name: str, state: Node, refuge: str) -> dict[str, str]:
    """Return one arrow, with its label, for each state that the named one leads to, but for `refuge` (on any error)."""
    polls = [(name, error) for retry in state.get("Retry", ()) for error in retry["ErrorEquals"] if error in _POLLS]
    choices = [(choice["Next"], choice["StringEquals"]) for choice in state.get("Choices", ())]
    plain = [(state[member], "") for member in ("Default", "Next") if member in state]
    caught = [catch for catch in state.get("Catch", ()) if catch["Next"] != refuge]
    catches = [(catch["Next"], ", ".join(catch["ErrorEquals"])) for catch in caught]
    ends = [("done((( )))", "")] if state.get("End") else []
    found: dict[str, str] = {}
    for target, label in (*polls, *choices, *plain, *catches, *ends):
        found.setdefault(target, f"-- {label} -->" if label else "-->")
    return found
