"""The alarms: when each is raised, and who is notified. An alarm that can never be raised is a fault."""

from __future__ import annotations

import re
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
    """What is compared, how, and for how long it has to last: in `datapoints` of the `periods`, else in all of them."""

    metric: str
    statistic: str
    operator: str
    threshold: int
    period: object
    periods: int = 1
    missing: str = "notBreaching"
    datapoints: int | None = None


def scheduled() -> dict[str, object]:
    """The interval of each function with a schedule, in seconds, by its logical name."""
    found: dict[str, object] = {}
    for name, resource in template()["Resources"].items():
        for event in resource.get("Properties", {}).get("Events", {}).values():
            if event["Type"] == "Schedule":
                minutes = re.fullmatch(r"rate\((\d+) minutes\)", str(event["Properties"]["Schedule"]))
                found[name] = int(minutes[1]) * 60 if minutes else INTERVAL
    return found


SCHEDULED = scheduled()
ALARMS = {
    "SweepsMissed": Rings(Metric.SWEEPS, "Sum", "LessThanThreshold", 1, INTERVAL, missing="missing"),
    "RenewalsStalled": Rings(Metric.STALLED, "Maximum", "GreaterThanThreshold", 0, DAY),
    "SweepsTroubled": Rings(Metric.TROUBLED, "Minimum", "GreaterThanThreshold", 0, DAY),
    "FailedNotices": Rings("ExecutionsFailed", "Sum", "GreaterThanThreshold", 0, 300),
    "UnfinishedAlarm": Rings(Metric.UNFINISHED, "Maximum", "GreaterThanThreshold", 0, 900, missing="missing"),
    "StoppedOrders": Rings("ExecutionsAborted", "Sum", "GreaterThanThreshold", 0, 300),
    "UnclosedOrders": Rings("Errors", "Sum", "GreaterThanOrEqualToThreshold", 5, 3600),
    "FloodedApi": Rings("4XXError", "Sum", "GreaterThanThreshold", 1000, 300, periods=3),
} | {
    f"{name}Failed": Rings("AsyncEventsDropped", "Sum", "GreaterThanThreshold", 0, interval, periods=2, datapoints=1)
    for name, interval in SCHEDULED.items()
}
WATCHED: dict[str, dict[str, Any]] = {
    "FailedNotices": {"Name": "StateMachineArn", "Value": {"Ref": "NoticeMachine"}},
    "StoppedOrders": {"Name": "StateMachineArn", "Value": {"Ref": "IssuanceMachine"}},
    "UnclosedOrders": {"Name": "FunctionName", "Value": {"Ref": "CloseOrder"}},
} | {f"{name}Failed": {"Name": "FunctionName", "Value": {"Ref": name}} for name in SCHEDULED}
"""What those of AWS's own metrics are about; `test_metrics` has those that Certkeeper counts."""

OF_THE_STAGE = [{"Name": "ApiName", "Value": {"Ref": "AWS::StackName"}}, {"Name": "Stage", "Value": "v1"}]
"""What API Gateway counts for the whole stage, without further costs: that of one method is "detailed metrics"."""

NAMESPACES = {"StateMachineArn": "AWS/States", "FunctionName": "AWS/Lambda"}
WHAT_TO_DO = re.compile(r"\b(Read|Redrive|Remove|Start|check) ")
"""A description goes to whoever is woken: it says more than what is wrong."""


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
        alarm.get("DatapointsToAlarm"),
    )


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_is_sent_to_the_administrators_and_so_is_its_end(name: str) -> None:
    """By the topic that they have confirmed, and with what to do."""
    alarm = resources(ALARM)[name]
    assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "Notices"}]
    assert alarm.get("ActionsEnabled", True) is True
    assert WHAT_TO_DO.search(alarm["AlarmDescription"])


@pytest.mark.parametrize("name", ALARMS)
def test_missing_data_is_sent_where_it_means_that_something_does_not_run(name: str) -> None:
    """As INSUFFICIENT_DATA, in which an alarm begins without an action; breaching data would ring on a new stack."""
    alarm = resources(ALARM)[name]
    expected = {"missing": [{"Ref": "Notices"}], "notBreaching": []}
    assert alarm.get("InsufficientDataActions", []) == expected[alarm["TreatMissingData"]]


@pytest.mark.parametrize("name", ALARMS)
def test_no_alarm_stays_until_a_person_empties_a_queue(name: str) -> None:
    """For 14 days it would hide whatever comes after: no alarm counts what lies in a queue."""
    assert resources(ALARM)[name]["Namespace"] != "AWS/SQS"


def test_every_failed_call_of_a_schedule_is_seen_by_itself() -> None:
    """No two functions share an alarm, in which the failure of the one would hide that of the other."""
    assert SCHEDULED.keys() >= {"SweepCertificates", "ReconcileCertificates", "RepeatEvents", "SubscribeAdministrators"}
    alarms = resources(ALARM).values()
    watched = [alarm["Dimensions"][0]["Value"] for alarm in alarms if alarm["MetricName"] == "AsyncEventsDropped"]
    assert watched == [{"Ref": name} for name in SCHEDULED]


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
