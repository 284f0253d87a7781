"""The state machine's graph: what is reached, what is handed on, what it costs."""

import yaml

from tests.architecture.deployed import MACHINE, resources
from tests.architecture.state_machine.definition import FILE, definition, next_states, states, tasks

POLLS = 2
MAX_TRANSITIONS = 12
MAX_TRANSITIONS_WITH_RECORDS = 14
"""Where Certkeeper writes TXT records, two checks whether Route 53 has them everywhere come on top."""


def test_every_state_is_reached_and_every_next_is_a_state() -> None:
    """Nothing else checks: a `Next` to nowhere passes sam, cfn-lint and the emulator."""
    found: set[str] = set()
    waiting = {definition()["StartAt"]}
    while waiting:
        found |= waiting
        waiting = {name for state in waiting for name in next_states(states()[state])} - found
    assert found == states().keys()


def test_every_state_leads_on_or_ends() -> None:
    """A state without an exit would be refused by AWS only at the deployment."""
    stuck = [
        name
        for name, state in states().items()
        if not next_states(state) and not state.get("End") and state["Type"] not in {"Succeed", "Fail"}
    ]
    assert not stuck


def test_an_automatic_order_takes_twelve_transitions() -> None:
    """Ten states and one more try of each poll: transitions are most of what an issuance costs."""
    path = [definition()["StartAt"]]
    while "End" not in (state := states()[path[-1]]):
        answers = [choice["Next"] for choice in state.get("Choices", []) if choice["StringEquals"] == "answer"]
        path.append(state.get("Next") or next(iter(answers), state.get("Default")))
    assert path[-1] == "RetrieveCertificate"
    assert len(path) + POLLS <= MAX_TRANSITIONS


def test_states_hand_on_the_input() -> None:
    """Results stand beside the input (`$.progress`, `$.failure`) or nowhere; no token reaches an output."""
    places = {state.get("ResultPath", "the whole input is lost") for state in tasks().values()}
    caught = {clause["ResultPath"] for state in tasks().values() for clause in state.get("Catch", [])}
    assert places == {None, "$.progress"}
    assert caught == {None, "$.failure"}
    assert all(states()[name]["ResultPath"] is None for name in ("AwaitVerification", "AwaitIssuance"))


def test_the_definition_is_yaml_that_cloudformation_reads() -> None:
    """Its reader (Jackson) takes an alias for a text, and substitutes before it reads."""
    text = FILE.read_text(encoding="utf-8")
    kinds = {type(token) for token in yaml.scan(text)}
    assert not kinds & {yaml.AnchorToken, yaml.AliasToken}
    names = {part.partition("}")[0] for part in text.split("${")[1:]}
    assert names == resources(MACHINE)["IssuanceMachine"]["DefinitionSubstitutions"].keys()
