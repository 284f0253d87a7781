"""Metrics in log lines."""

from certkeeper.entrypoints.metrics import metrics
from tests.architecture.deployed import resources


def test_a_line_says_what_cloudwatch_needs() -> None:
    """Embedded Metric Format: the counts stand beside the directives that name them."""
    line = metrics("certkeeper-sweep_certificates", {"Sweeps": 1, "Stalled": 0}, 1_700_000_000_000)
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Dimensions"] == [["FunctionName"]]
    assert {metric["Name"]: line[metric["Name"]] for metric in directive["Metrics"]} == {"Sweeps": 1, "Stalled": 0}
    assert line["FunctionName"] == "certkeeper-sweep_certificates"


def test_the_alarms_watch_what_is_counted() -> None:
    """Namespace, dimension and names are the same in the template and in the code; a missed sweep is an alarm."""
    alarms = resources("AWS::CloudWatch::Alarm").values()
    ours = {alarm["MetricName"]: alarm for alarm in alarms if alarm["Namespace"] == "Certkeeper"}
    assert ours.keys() == {"Sweeps", "Stalled", "Troubled"}
    for alarm in ours.values():
        (dimension,) = alarm["Dimensions"]
        assert dimension == {"Name": "FunctionName", "Value": {"Fn::Sub": "${AWS::StackName}-sweep_certificates"}}
    assert ours["Sweeps"]["TreatMissingData"] == "breaching"
