"""What a soak has come to, for people to read."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from tools.soak.results.promises import ORDERS_WINDOW, VALIDATIONS_WINDOW, most_within
from tools.soak.results.renewals import renewals_by_lifetime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.soak.simulation.world import SoakWorld

DAY = timedelta(days=1)


def soak_table(world: SoakWorld) -> str:
    """By lifetime, then what went wrong, what was told, and what the CA saw."""
    return "\n".join([*_lifetimes(world), "", *_met(world), "", *_told(world), "", *_seen_by_ca(world)])


def _lifetimes(world: SoakWorld) -> Iterator[str]:
    yield f"{'lifetime':<12}{'certificates':>14}{'renewals':>10}{'shortest life left at a renewal':>40}"
    yield f"{'':<12}{'':>14}{'':>10}{'automatic':>22}{'by a person':>18}"
    for lifetime, renewed in renewals_by_lifetime(world).items():
        automatic, by_hand = _left(renewed.automatic, lifetime), _left(renewed.by_hand, lifetime)
        count = f"{renewed.certificates:>14,}{renewed.renewals:>10,}"
        yield f"{_days(lifetime):<12}{count}{automatic:>22}{by_hand:>18}"


def _met(world: SoakWorld) -> Iterator[str]:
    for what, count in sorted(world.trouble.met.items()):
        yield f"{count:>10,} {what}"
    yield f"{world.sweeps.run:>10,} sweeps"
    yield f"{world.sweeps.looks:>10,} looks at a certificate"


def _told(world: SoakWorld) -> Iterator[str]:
    heard = world.people.heard.values()
    for type_, count in sorted(Counter(notice.event.type for notice in heard).items()):
        yield f"{count:>10,} {type_}"
    yield f"{sum(notice.sent - 1 for notice in heard):>10,} published again, under the same id"


def _seen_by_ca(world: SoakWorld) -> Iterator[str]:
    failed = max((most_within(moments, VALIDATIONS_WINDOW) for moments in world.around.ca.failed.values()), default=0)
    yield f"{len(world.around.ca.ordered):>10,} orders at the CA"
    most = most_within(world.around.ca.ordered, ORDERS_WINDOW)
    yield f"{most:>10,} the most within three hours (of {world.most_orders})"
    yield f"{failed:>10,} the most failed validations of a name within an hour"
    yield f"{len(world.around.lives.failed):>10,} orders that failed"


def _left(left: timedelta | None, lifetime: timedelta) -> str:
    return "-" if left is None else f"{_days(left)} ({left / lifetime:.0%})"


def _days(span: timedelta) -> str:
    return f"{span / timedelta(hours=1):.0f} h" if abs(span) < 10 * DAY else f"{span / DAY:.0f} days"
