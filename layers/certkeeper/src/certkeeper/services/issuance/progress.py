"""What a task tells the machine: where to go, and how long to wait there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from certkeeper.domain.orders.order import Order


class NextState(StrEnum):
    """ANSWER: tell the CA. AWAIT: wait for a person or the timer. CONTINUE: in a new execution of the machine."""

    ANSWER = "answer"
    AWAIT = "await"
    CONTINUE = "continue"


@dataclass(frozen=True, slots=True)
class Progress:
    """`await_seconds` is at least 1, as Step Functions wants of a TimeoutSeconds.

    `wake_count` is the order's, as the task has read it: a machine that lies down when there are more does not sleep.
    """

    next: NextState
    await_seconds: int
    wake_count: int


def seconds_until_deadline(order: Order, now: datetime, *, most: timedelta | None = None) -> int:
    """Whole seconds until just past the deadline, or until `most` from now where that is sooner; at least 1."""
    left = (order.deadline - now).total_seconds() + 1 if order.deadline else 1.0
    if most is not None:
        left = min(left, most.total_seconds())
    return max(1, ceil(left))
