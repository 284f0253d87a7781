"""Ask for an order again and again until it has ended. It goes on whether anybody asks or not."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from certkeeper_cli.api.refusals import RefusedError
from certkeeper_cli.errors import NotYetError, UnreachableError
from certkeeper_cli.invocation import Document
from certkeeper_cli.words import ENDED_ORDER_STATUSES

FIRST_SECONDS = 1.0
"""Between two looks at first; an automatic order takes some ten seconds."""

MAX_SECONDS = 10.0
"""Between two looks later: a person sets a record, or DNS spreads, which takes minutes."""

TIMEOUT_SECONDS = 120.0
"""How long no look may succeed: a laptop that changes networks is back by then."""


@dataclass(frozen=True, slots=True)
class Timer:
    """How to read the clock (seconds, monotonic), and how to wait for some seconds."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


def poll_order(
    look: Callable[[], Document],
    show: Callable[[Document], None],
    *,
    until: Callable[[Document], bool],
    timeout: float | None = None,
    timer: Timer | None = None,
) -> Document:
    """Look and show until `until` holds; the order then. Raises NotYet after `timeout` seconds, and what `look` raises.

    A look that fails for reasons that pass is tried again, for TIMEOUT_SECONDS.
    """
    timer = timer or Timer()
    begun = seen_at = timer.clock()
    while True:
        try:
            order = look()
        except (UnreachableError, RefusedError) as error:
            passes = isinstance(error, UnreachableError) or error.passes
            if not passes or timer.clock() - seen_at > TIMEOUT_SECONDS:
                raise
        else:
            seen_at = timer.clock()
            show(order)
            if until(order):
                return order
        waited = timer.clock() - begun
        if timeout is not None and waited >= timeout:
            raise NotYetError(f"the order has not ended after {timeout:.0f} s")
        pause = min(MAX_SECONDS, max(FIRST_SECONDS, waited / 10))
        timer.sleep(pause if timeout is None else min(pause, timeout - waited))


def has_ended(order: Document) -> bool:
    """Say whether an order has ended, as issued, failed or cancelled."""
    return order.get("status") in ENDED_ORDER_STATUSES
