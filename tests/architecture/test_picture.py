"""The picture of the state machine in the README."""

import yaml

from infra.statemachines.picture import DEFINITION, PLACE, README, drawn


def test_the_picture_is_made_from_the_definition() -> None:
    """The README shows the machine as it is; else `make picture` was forgotten."""
    readme = README.read_text(encoding="utf-8")
    assert PLACE.search(readme)
    assert drawn(readme, yaml.safe_load(DEFINITION.read_text(encoding="utf-8"))) == readme


def test_every_state_is_in_the_picture() -> None:
    """No state is left out, whatever its kind."""
    readme = README.read_text(encoding="utf-8")
    place = PLACE.search(readme)
    assert place
    for state in yaml.safe_load(DEFINITION.read_text(encoding="utf-8"))["States"]:
        assert state in place[0]
