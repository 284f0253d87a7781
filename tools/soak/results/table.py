"""The results of a soak as a table."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from tools.soak.results.promises import ORDERS_WINDOW, VALIDATIONS_WINDOW, max_in_window
from tools.soak.results.renewals import renewals_by_lifetime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.soak.simulation.world import SoakWorld

DAY = timedelta(days=1)


def soak_table(world: SoakWorld) -> str:
    """Return a table of the world as text: lifetimes, faults, notices, and what reached the CA."""
    return "\n".join([*_lifetimes(world), "", *_injected(world), "", *_notified(world), "", *_at_ca(world)])


def _lifetimes(world: SoakWorld) -> Iterator[str]:
    yield f"{'lifetime':<12}{'certificates':>14}{'renewals':>10}{'shortest life left at a renewal':>40}"
    yield f"{'':<12}{'':>14}{'':>10}{'automatic':>22}{'by a person':>18}"
    for lifetime, renewed in renewals_by_lifetime(world).items():
        automatic, manual = _left(renewed.automatic, lifetime), _left(renewed.manual, lifetime)
        count = f"{renewed.certificates:>14,}{renewed.renewals:>10,}"
        yield f"{_days(lifetime):<12}{count}{automatic:>22}{manual:>18}"


def _injected(world: SoakWorld) -> Iterator[str]:
    for what, count in sorted(world.faults.injected.items()):
        yield f"{count:>10,} {what}"
    yield f"{world.sweeps.run:>10,} sweeps"
    yield f"{world.sweeps.checks:>10,} checks of a certificate"


def _notified(world: SoakWorld) -> Iterator[str]:
    received = world.administrators.received.values()
    for type_, count in sorted(Counter(notice.event.type for notice in received).items()):
        yield f"{count:>10,} {type_}"
    yield f"{sum(notice.sent - 1 for notice in received):>10,} published again, under the same id"


def _at_ca(world: SoakWorld) -> Iterator[str]:
    failed = max(
        (max_in_window(moments, VALIDATIONS_WINDOW) for moments in world.simulation.ca.failed.values()), default=0
    )
    yield f"{len(world.simulation.ca.ordered):>10,} orders at the CA"
    most = max_in_window(world.simulation.ca.ordered, ORDERS_WINDOW)
    yield f"{most:>10,} the most within three hours (of {world.max_orders})"
    yield f"{failed:>10,} the most failed validations of a name within an hour"
    yield f"{len(world.simulation.history.failed):>10,} orders that failed"


def _left(left: timedelta | None, lifetime: timedelta) -> str:
    return "-" if left is None else f"{_days(left)} ({left / lifetime:.0%})"


def _days(span: timedelta) -> str:
    return f"{span / timedelta(hours=1):.0f} h" if abs(span) < 10 * DAY else f"{span / DAY:.0f} days"
