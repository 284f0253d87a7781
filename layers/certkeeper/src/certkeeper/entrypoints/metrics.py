"""Metrics in log lines, from which CloudWatch makes them: no call to AWS, and no library (Embedded Metric Format)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMESPACE = "Certkeeper"
DIMENSION = "FunctionName"


def metrics(function_name: str, values: Mapping[str, int], milliseconds: int) -> dict[str, Any]:
    """Fields for a log line: counts by name, as of a moment in milliseconds since 1970."""
    return {
        "_aws": {
            "Timestamp": milliseconds,
            "CloudWatchMetrics": [
                {
                    "Namespace": NAMESPACE,
                    "Dimensions": [[DIMENSION]],
                    "Metrics": [{"Name": name, "Unit": "Count"} for name in values],
                }
            ],
        },
        DIMENSION: function_name,
        **values,
    }
