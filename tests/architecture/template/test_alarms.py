"""The alarms: when each is raised, and who is notified. An alarm that can never be raised is a fault."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from certkeeper.entrypoints.metrics import Metric
from tests.architecture.deployed import resources, template

ALARM = "AWS::CloudWatch::Alarm"
INTERVAL = {"Fn::FindInMap": ["SweepIntervals", {"Ref": "SweepIntervalMinutes"}, "Seconds"]}
DAY = 86_400
MAX_SECONDS = 7 * DAY
MAX_SECONDS_OF_SHORT_PERIODS = DAY
"""Of an alarm's periods together, the latter where each is under an hour (PutMetricAlarm, Period)."""


class Rings(NamedTuple):
    """What is compared, how, and for how long it has to last."""

    metric: str
    statistic: str
    operator: str
    threshold: int
    period: object
    periods: int = 1
    missing: str = "notBreaching"


ALARMS = {
    "SweepsMissed": Rings(Metric.SWEEPS, "Sum", "LessThanThreshold", 1, INTERVAL, missing="breaching"),
    "RenewalsStalled": Rings(Metric.STALLED, "Maximum", "GreaterThanThreshold", 0, DAY),
    "SweepsTroubled": Rings(Metric.TROUBLED, "Minimum", "GreaterThanThreshold", 0, DAY),
    "UnmendedAlarm": Rings("ApproximateNumberOfMessagesVisible", "Maximum", "GreaterThanThreshold", 0, 300),
    "FailedNotices": Rings("ExecutionsFailed", "Sum", "GreaterThanThreshold", 0, 300),
    "UnfinishedAlarm": Rings(
        "ApproximateNumberOfMessagesVisible", "Maximum", "GreaterThanThreshold", 0, 900, periods=2
    ),
    "StoppedOrders": Rings("ExecutionsAborted", "Sum", "GreaterThanThreshold", 0, 300),
    "UnclosedOrders": Rings("Errors", "Sum", "GreaterThanOrEqualToThreshold", 5, 3600),
    "FloodedApi": Rings("4XXError", "Sum", "GreaterThanThreshold", 1000, 300, periods=3),
}
WATCHED: dict[str, dict[str, Any]] = {
    "UnmendedAlarm": {"Name": "QueueName", "Value": {"Fn::GetAtt": ["Unmended", "QueueName"]}},
    "FailedNotices": {"Name": "StateMachineArn", "Value": {"Ref": "NoticeMachine"}},
    "UnfinishedAlarm": {"Name": "QueueName", "Value": {"Fn::GetAtt": ["Unfinished", "QueueName"]}},
    "StoppedOrders": {"Name": "StateMachineArn", "Value": {"Ref": "IssuanceMachine"}},
    "UnclosedOrders": {"Name": "FunctionName", "Value": {"Ref": "CloseOrder"}},
}
"""What those of AWS's own metrics are about; `test_metrics` has those that Certkeeper counts."""

OF_THE_STAGE = [{"Name": "ApiName", "Value": {"Ref": "AWS::StackName"}}, {"Name": "Stage", "Value": "v1"}]
"""What API Gateway counts for the whole stage, without further costs: that of one method is "detailed metrics"."""

NAMESPACES = {"QueueName": "AWS/SQS", "StateMachineArn": "AWS/States", "FunctionName": "AWS/Lambda"}


def test_every_alarm_is_described_here() -> None:
    """A new one must not be forgotten."""
    assert resources(ALARM).keys() == ALARMS.keys()


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_rings_at_its_numbers(name: str) -> None:
    """Another statistic, operator or period would ring at other times, or never."""
    alarm = resources(ALARM)[name]
    assert ALARMS[name] == Rings(
        alarm["MetricName"],
        alarm["Statistic"],
        alarm["ComparisonOperator"],
        alarm["Threshold"],
        alarm["Period"],
        alarm["EvaluationPeriods"],
        alarm["TreatMissingData"],
    )
    assert alarm.get("DatapointsToAlarm", alarm["EvaluationPeriods"]) == alarm["EvaluationPeriods"]


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_is_sent_to_the_administrators(name: str) -> None:
    """By the topic that they have confirmed, and with what to do."""
    alarm = resources(ALARM)[name]
    assert alarm["AlarmActions"] == [{"Ref": "Notices"}]
    assert alarm.get("ActionsEnabled", True) is True
    assert alarm["AlarmDescription"]


@pytest.mark.parametrize("name", WATCHED)
def test_an_alarm_watches_what_it_is_named_for(name: str) -> None:
    """One thing, by the dimension that AWS gives the metric."""
    alarm = resources(ALARM)[name]
    assert alarm["Dimensions"] == [WATCHED[name]]
    assert alarm["Namespace"] == NAMESPACES[WATCHED[name]["Name"]]


def test_the_alarm_of_floods_watches_the_stage_by_the_names_that_it_has() -> None:
    """API Gateway counts by the name of the API and not by its id."""
    alarm, api = resources(ALARM)["FloodedApi"], resources("AWS::Serverless::Api")["Api"]
    assert (alarm["Namespace"], alarm["Dimensions"]) == ("AWS/ApiGateway", OF_THE_STAGE)
    assert [api["Name"], api["StageName"]] == [{"Ref": "AWS::StackName"}, "v1"]


def test_a_missed_sweep_is_counted_in_the_intervals_that_the_schedule_has() -> None:
    """Whatever interval is chosen: the schedule and the alarm's period come from one parameter."""
    intervals = {minutes: {"Seconds": int(minutes) * 60} for minutes in parameter_values("SweepIntervalMinutes")}
    assert template()["Mappings"]["SweepIntervals"] == intervals
    (schedule,) = schedules("SweepCertificates")
    assert schedule == {"Fn::Sub": "rate(${SweepIntervalMinutes} minutes)"}


def test_no_alarm_reads_back_further_than_cloudwatch_does() -> None:
    """The deployment would be refused, for some of the intervals."""
    longest = max(int(minutes) * 60 for minutes in parameter_values("SweepIntervalMinutes"))
    for name, alarm in ALARMS.items():
        period = alarm.period if isinstance(alarm.period, int) else longest
        most = MAX_SECONDS if period >= 3600 else MAX_SECONDS_OF_SHORT_PERIODS
        assert period * alarm.periods <= most, name


def parameter_values(name: str) -> list[str]:
    """What may be chosen."""
    values: list[str] = template()["Parameters"][name]["AllowedValues"]
    return values


def schedules(function: str) -> list[object]:
    """The schedules of a function, by its logical name."""
    events = template()["Resources"][function]["Properties"]["Events"].values()
    return [event["Properties"]["Schedule"] for event in events if "Schedule" in event["Properties"]]
