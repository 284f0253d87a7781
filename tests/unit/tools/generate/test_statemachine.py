"""The definition has what its states share written out, and the README shows it as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.generate import statemachine
from tools.generate.statemachine import FOLDER, README, chart, files


def definition() -> dict[str, Any]:
    """The definition as it is generated."""
    found: dict[str, Any] = yaml.safe_load(files()[FOLDER / "issuance.asl.yaml"])
    return found


def test_what_states_share_is_written_out() -> None:
    """CloudFormation's reader of YAML knows neither anchors nor Certkeeper's places."""
    text = files()[FOLDER / "issuance.asl.yaml"]
    assert "# compose:" not in text
    assert text.count("- ErrorEquals: [UnexpectedError]") > 1


def test_every_state_is_in_the_picture() -> None:
    """No state is left out, whatever its kind."""
    readme = files()[README]
    picture = readme[readme.index("```mermaid") : readme.index("<!-- /state machine -->")]
    for state in definition()["States"]:
        assert state in picture


def test_a_picture_shows_where_states_lead() -> None:
    """An arrow for each way out; what leads anywhere on any error is one arrow from the frame."""
    catch = {"ErrorEquals": ["States.ALL"], "Next": "TidyUp"}
    states = {
        "Begin": {
            "Type": "Task",
            "Resource": "${BeginArn}",
            "Retry": [{"ErrorEquals": ["UnexpectedError"]}],
            "Catch": [catch],
            "Next": "Choose",
        },
        "Choose": {"Type": "Choice", "Choices": [{"StringEquals": "again", "Next": "Begin"}], "Default": "Wait"},
        "Wait": {
            "Type": "Task",
            "Resource": "x.waitForTaskToken",
            "Retry": [{"ErrorEquals": ["OrderPending"]}],
            "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Choose"}, catch],
            "End": True,
        },
        "TidyUp": {"Type": "Fail"},
    }
    assert [*chart({"StartAt": "Begin", "States": states})] == [
        "flowchart TD",
        "  start(( )) --> Begin",
        '  subgraph order[" "]',
        "    Begin[Begin]",
        "    Choose{Choose}",
        "    Wait[/Wait/]",
        "  end",
        "  TidyUp([TidyUp])",
        "  order -- any error --> TidyUp",
        "  Begin --> Choose",
        "  Choose -- again --> Begin",
        "  Choose --> Wait",
        "  Wait -- OrderPending --> Wait",
        "  Wait -- States.Timeout --> Choose",
        "  Wait --> done((( )))",
    ]


def test_a_picture_that_was_changed_by_hand_is_drawn_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The text around it is its writers' own."""
    readme, page = files()[README], tmp_path / "README.md"
    changed = readme.replace("```mermaid\n", "```mermaid\n  %% by hand\n", 1)
    page.write_text(f"Before.\n{changed}", encoding="utf-8")
    monkeypatch.setattr(statemachine, "README", page)
    assert files()[page] == f"Before.\n{readme}" != f"Before.\n{changed}"


def test_a_readme_without_a_place_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The picture would be nowhere, and nobody would miss it."""
    page = tmp_path / "README.md"
    page.write_text("No mark.\n", encoding="utf-8")
    monkeypatch.setattr(statemachine, "README", page)
    with pytest.raises(ValueError, match="no place for the picture"):
        files()
