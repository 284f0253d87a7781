"""Read an order repeatedly until it has ended. The order goes on whether it is read or not."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from certkeeper_cli.api.refusals import RefusedError
from certkeeper_cli.errors import NotYetError, UnreachableError
from certkeeper_cli.invocation import Document
from certkeeper_cli.words import ENDED_ORDER_STATUSES

FIRST_SECONDS = 1.0
"""Between two calls at first; an automatic order takes about ten seconds."""

MAX_SECONDS = 10.0
"""Between two calls later: a person sets a record, or a change of DNS spreads, which takes minutes."""

TIMEOUT_SECONDS = 120.0
"""How long calls may fail: a laptop that changes networks is back by then."""


@dataclass(frozen=True, slots=True)
class Timer:
    """How to read the clock (seconds, monotonic), and how to wait for some seconds."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


def poll_order(
    read: Callable[[], Document],
    show: Callable[[Document], None],
    *,
    until: Callable[[Document], bool],
    timeout: float | None = None,
    timer: Timer | None = None,
) -> Document:
    """Read and show an order until `until` holds, and return it then.

    A call of `read` that fails for a reason that passes is repeated, for TIMEOUT_SECONDS. Raise NotYetError after
    `timeout` seconds, and what `read` raises.
    """
    timer = timer or Timer()
    begun = read_at = timer.clock()
    while True:
        try:
            order = read()
        except (UnreachableError, RefusedError) as error:
            passes = isinstance(error, UnreachableError) or error.passes
            if not passes or timer.clock() - read_at > TIMEOUT_SECONDS:
                raise
        else:
            read_at = timer.clock()
            show(order)
            if until(order):
                return order
        waited = timer.clock() - begun
        if timeout is not None and waited >= timeout:
            raise NotYetError(f"the order has not ended after {timeout:.0f} s")
        pause = min(MAX_SECONDS, max(FIRST_SECONDS, waited / 10))
        timer.sleep(pause if timeout is None else min(pause, timeout - waited))


def has_ended(order: Document) -> bool:
    """Return whether an order has ended: issued, failed, expired or cancelled."""
    return order.get("status") in ENDED_ORDER_STATUSES
