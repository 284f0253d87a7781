"""The result of a task for the state machine: the next state, and how long to wait there (ADR 18)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from certkeeper.domain.orders.order import Order


class NextState(StrEnum):
    """ANSWER: ask the CA to validate. AWAIT: wait for a person or the timer. CONTINUE: in a new execution."""

    ANSWER = "answer"
    AWAIT = "await"
    CONTINUE = "continue"


@dataclass(frozen=True, slots=True)
class Progress:
    """The next state, and how many seconds the state machine waits there: at least 1, as Step Functions demands.

    `wake_count` is the order's, as the task has read it: where it is higher by then, the state machine does not wait.
    """

    next: NextState
    await_seconds: int
    wake_count: int


def seconds_until_deadline(order: Order, now: datetime, *, most: timedelta | None = None) -> int:
    """Return the seconds until just past the order's deadline, or until `most` after `now` if that is sooner.

    At least 1.
    """
    left = (order.deadline - now).total_seconds() + 1 if order.deadline else 1.0
    if most is not None:
        left = min(left, most.total_seconds())
    return max(1, ceil(left))
