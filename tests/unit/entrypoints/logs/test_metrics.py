"""Counts in the log that CloudWatch makes metrics of."""

from __future__ import annotations

import json

import pytest

from certkeeper.entrypoints.metrics import DIMENSION, NAMESPACE, Metric, emit
from tests.architecture.deployed import resources


def test_a_line_says_what_cloudwatch_needs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Embedded Metric Format: the counts stand beside the directive that names them, under one dimension."""
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "certkeeper")
    emit("certkeeper-sweep_certificates", {Metric.SWEEPS: 1, Metric.STALLED: 0})
    (line,) = capsys.readouterr().out.splitlines()
    written = json.loads(line)
    (directive,) = written["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == "Certkeeper"
    assert directive["Dimensions"] == [["FunctionName"]]
    assert {metric["Unit"] for metric in directive["Metrics"]} == {"Count"}
    assert {metric["Name"]: written[metric["Name"]] for metric in directive["Metrics"]} == {
        "Sweeps": [1],
        "Stalled": [0],
    }
    assert written["FunctionName"] == "certkeeper-sweep_certificates"


def test_a_second_line_has_nothing_of_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    """A function's process lives on: what one sweep has counted is not counted again with the next."""
    emit("one", {Metric.STALLED: 3})
    emit("two", {Metric.SWEEPS: 1})
    _, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert second["Sweeps"] == [1]
    assert "Stalled" not in second


def test_the_alarms_watch_what_is_counted() -> None:
    """Namespace, dimension and names are the same in the template and in the code."""
    alarms = resources("AWS::CloudWatch::Alarm").values()
    custom = {alarm["MetricName"]: alarm for alarm in alarms if alarm["Namespace"] == NAMESPACE}
    assert custom.keys() == set(Metric)
    for alarm in custom.values():
        counts = "repeat_events" if alarm["MetricName"] == Metric.UNFINISHED else "sweep_certificates"
        (dimension,) = alarm["Dimensions"]
        assert dimension == {"Name": DIMENSION, "Value": {"Fn::Sub": f"${{AWS::StackName}}-{counts}"}}
