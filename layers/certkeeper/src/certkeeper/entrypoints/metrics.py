"""Metrics that the stack's alarms watch. Powertools writes them to the log, from which CloudWatch makes metrics.

Importing Powertools' metrics costs nothing: its package imports them together with the logger.

The reasons are in ADRs 55 and 86.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMESPACE = "Certkeeper"
"""The CloudWatch namespace of all metrics."""
DIMENSION = "FunctionName"
"""The only dimension of each metric; its value is the function's name."""


class Metric(StrEnum):
    """The names of all metrics, as the alarms in the template name them; a test compares the two."""

    SWEEPS = "Sweeps"
    """Sweeps that have ended."""

    STALLED = "Stalled"
    """Certificates that should have a new version by now and have none."""

    UNFINISHED = "Unfinished"
    """Events that two repetitions in a row could not process, and messages that are no events."""

    TROUBLED = "Troubled"
    """Certificates that a sweep failed to process, and rows that it could not read."""


def emit(function_name: str, counts: Mapping[Metric, int]) -> None:
    """Write counts of this moment to the log, as one line, with the function's name as their only dimension.

    `service` is empty because Powertools would make the value of POWERTOOLS_SERVICE_NAME a second dimension, and an
    alarm finds a metric by exactly its dimensions.
    """
    metrics = EphemeralMetrics(namespace=NAMESPACE, service="")
    metrics.add_dimension(DIMENSION, function_name)
    for metric, count in counts.items():
        metrics.add_metric(metric, MetricUnit.Count, count)
    metrics.flush_metrics()
