"""What the stack costs without a certificate, read from the template."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from certkeeper.adapters.aws.events import WAIT_SECONDS
from certkeeper.entrypoints.metrics import Metric
from tests.architecture.deployed import functions, resources, template
from tools.bench.costs.lambda_time import AWS_SECONDS, START_SECONDS, invocation, sum_of
from tools.bench.costs.prices import Item
from tools.bench.costs.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.architecture.deployed import Function

MINUTES_A_YEAR = 365 * 24 * 60
MONTHS = 12
SWEEP, REPETITION = "sweep_certificates", "repeat_events"


def fixed_costs(idle: Usage) -> Usage:
    """Return what the stack uses in a year without a certificate; `idle` is a sweep that finds nothing due."""
    alarms = len(resources("AWS::CloudWatch::Alarm"))
    fixed = Usage(
        {Item.ALARM_MONTHS: alarms * MONTHS, Item.METRIC_MONTHS: len(Metric) * MONTHS, Item.SECRET_MONTHS: MONTHS}
    )
    return fixed + sum_of(_scheduled(each, idle) for each in functions())


def consumers() -> tuple[str, ...]:
    """Return the functions that consume every event of the stack, by the names of their folders."""
    return tuple(each.operation for each in functions() if any(_consumes_all_events(event) for event in each.events))


def _scheduled(function: Function, idle: Usage) -> Usage:
    """Return the usage of a scheduled function; each but the sweep reads one place and finds nothing there."""
    times = sum(map(_times, function.events))
    if function.operation == SWEEP:
        return idle * times
    reads = Usage({Item.READ_UNITS: times})
    seconds = START_SECONDS + AWS_SECONDS + (WAIT_SECONDS if function.operation == REPETITION else 0)
    return invocation(function.operation, times, times * seconds) + (reads if times else Usage())


def _times(event: dict[str, Any]) -> int:
    if event["Type"] != "Schedule":
        return 0
    return sum(MINUTES_A_YEAR // minutes for minutes in _minutes(str(event["Properties"]["Schedule"])))


def _minutes(schedule: str) -> Iterator[int]:
    """`rate(15 minutes)`, or with a parameter's default for the number."""
    for number, parameter, unit in re.findall(r"rate\((?:(\d+)|\$\{(\w+)\}) (minute|hour|day)s?\)", schedule):
        count = int(number or template()["Parameters"][parameter]["Default"])
        yield count * {"minute": 1, "hour": 60, "day": 24 * 60}[unit]


def _consumes_all_events(event: dict[str, Any]) -> bool:
    return bool(event["Type"] == "EventBridgeRule" and event["Properties"]["Pattern"].get("source") == ["certkeeper"])
