"""The definition has what its states share written out, and its flowchart shows it as it is."""

from __future__ import annotations

from typing import Any

import yaml

from tools.generate.statemachine import CHART, FOLDER, chart, files


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
    picture = files()[CHART]
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
