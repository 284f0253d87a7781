"""The promises, each as a check that yields what breaks it, from the history, the notices and the CA."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.domain.events import EventType
from tools.soak.results.expected_notices import missing_notices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from certkeeper.domain.events import Event
    from tools.soak.results.recorded_history import Validity
    from tools.soak.simulation.population import SimulatedCertificate
    from tools.soak.simulation.world import SoakWorld

    Check = Callable[[SoakWorld], Iterator[str]]

ORDERS_WINDOW = timedelta(hours=3)
MAX_VALIDATIONS, VALIDATIONS_WINDOW = 4, timedelta(hours=1)
RECOVERY_TIME = timedelta(hours=26)
"""A certificate whose challenge works for so long can be renewed: a pause of a day, a sweep, the execution."""
OVERDUE = timedelta(hours=3)
MAX_ORDER_TIME = timedelta(days=8)
SHOWN = 5


def violations(world: SoakWorld) -> list[str]:
    """Return a sentence for every promise that the world has broken: of each kind the first few and how many more."""
    found: list[str] = []
    for check in CHECKS:
        said = list(check(world))
        found += said[:SHOWN]
        if len(said) > SHOWN:
            found.append(f"... and {len(said) - SHOWN} more of this kind")
    return found


def none_expires(world: SoakWorld) -> Iterator[str]:
    """Yield the certificates of the world that could be renewed and were without a valid version."""
    for certificate_id, subject in world.population.items():
        history = world.simulation.history.versions[certificate_id]
        for validity, until in _validity_spans(history, world.end):
            if (
                until > validity.not_after
                and subject.renewable
                and not _was_failing(subject, validity.not_after, world.begin)
            ):
                late = until - validity.not_after
                what = f"{subject.names[0]} ({subject.lifetime}, {subject.mode})"
                yield f"{what} expired at {validity.not_after}, for {late}"


def every_notice_is_sent(world: SoakWorld) -> Iterator[str]:
    """Yield the thresholds, issued versions and failed orders of the world without a notice."""
    yield from missing_notices(world)
    notified = {event.event_id for event in _events(world, EventType.CERTIFICATE_RENEWED, EventType.CERTIFICATE_ISSUED)}
    yield from (
        f"order {each} was issued without a notice" for each in world.simulation.history.issued if each not in notified
    )
    notified = {event.order_id for event in _events(world, EventType.RENEWAL_FAILED)}
    for order_id, at in world.simulation.history.failed.items():
        if order_id not in notified and at < world.end - OVERDUE:
            yield f"order {order_id} failed at {at} without a notice"


def every_person_is_asked(world: SoakWorld) -> Iterator[str]:
    """Yield the orders of the world for which a person was to set records and got no notice, unless they ended soon."""
    asked = {event.order_id for event in _events(world, EventType.ACTION_REQUIRED)}
    history = world.simulation.history
    ended = history.failed | history.ended_without_failure
    for order_id, at in history.prepared.items():
        until = min(ended.get(order_id, world.end), world.end)
        if order_id not in asked and at < until - OVERDUE:
            yield f"order {order_id} was prepared at {at}, and nobody was asked to set its record"


def every_revocation_is_notified(world: SoakWorld) -> Iterator[str]:
    """Yield the versions of the world that were revoked without a notice."""
    notified = {
        (event.certificate_id, int(dict(event.detail)["version"]))
        for event in _events(world, EventType.CERTIFICATE_REVOKED)
    }
    for (certificate_id, version), at in world.simulation.history.revoked_versions.items():
        if (certificate_id, version) not in notified and at < world.end - OVERDUE:
            name = world.population[certificate_id].names[0]
            yield f"version {version} of {name} was revoked at {at} without a notice"


def no_notice_is_sent_twice(world: SoakWorld) -> Iterator[str]:
    """Yield what had more than one notice in the world: a certificate, version, kind, and threshold or order."""
    received = [notice.event for notice in world.administrators.received.values()]
    counted: Counter[tuple[str, ...]] = Counter()
    for event in received:
        detail = dict(event.detail)
        order = event.order_id if event.type in {EventType.RENEWAL_FAILED, EventType.ACTION_REQUIRED} else ""
        counted[
            event.certificate_id, detail.get("version", ""), event.type, detail.get("threshold_days", ""), order
        ] += 1
    yield from (f"{' '.join(what)}: {count} notices" for what, count in counted.items() if count > 1)
    yield from (f"event {each} came back with another content" for each in world.administrators.contradictory)


def nothing_is_published_again_without_need(world: SoakWorld) -> Iterator[str]:
    """Yield a sentence if the world has more repeated publishes than crashes and throttled calls."""
    repeats = sum(notice.sent - 1 for notice in world.administrators.received.values())
    hitches = sum(count for what, count in world.faults.injected.items() if "call" in what)
    if repeats > hitches:
        yield f"{repeats} events were published again, at {hitches} crashes and throttled calls"


def the_ca_is_not_flooded(world: SoakWorld) -> Iterator[str]:
    """Yield a sentence if the world had more new orders in three hours than the CA allows."""
    most = max_in_window(world.simulation.ca.ordered, ORDERS_WINDOW)
    if most > world.max_orders:
        yield f"{most} orders within {ORDERS_WINDOW}"


def no_name_fails_too_often(world: SoakWorld) -> Iterator[str]:
    """Yield the names in the world with more than four failed validations in an hour."""
    for name, moments in world.simulation.ca.failed.items():
        most = max_in_window(moments, VALIDATIONS_WINDOW)
        if most > MAX_VALIDATIONS:
            yield f"{name}: {most} failed validations within {VALIDATIONS_WINDOW}"


def nothing_is_forgotten(world: SoakWorld) -> Iterator[str]:
    """Yield what is left in the world after days without faults.

    That is an overdue check, an event that was not published, or an order without an execution.
    """
    for key, at in world.simulation.table.due.items():
        if at < world.end - OVERDUE:
            yield f"{world.population[key[1]].names[0]} has been due since {at}"
    for certificate in world.simulation.table.certificates.values():
        if certificate.outbox and certificate.outbox[0].occurred_at < world.end - OVERDUE:
            yield f"{certificate.name} has events that nobody has published since {certificate.outbox[0].occurred_at}"
    for order in world.simulation.table.orders.values():
        if not order.ended and order.created_at < world.end - MAX_ORDER_TIME:
            yield f"order {order.order_id} of {order.name} has been open since {order.created_at}"


def nothing_unexpected_is_raised(world: SoakWorld) -> Iterator[str]:
    """Yield the exceptions in the world that are not Certkeeper's own, and those of a sweep that come again."""
    yield from (f"a task raised {name}, {count} times" for name, count in world.simulation.machine.unexpected.items())
    yield from (
        f"a certificate's check raised {name}, {count} times" for name, count in world.sweeps.unexpected.items()
    )


CHECKS: tuple[Check, ...] = (
    none_expires,
    every_notice_is_sent,
    every_person_is_asked,
    every_revocation_is_notified,
    no_notice_is_sent_twice,
    nothing_is_published_again_without_need,
    the_ca_is_not_flooded,
    no_name_fails_too_often,
    nothing_is_forgotten,
    nothing_unexpected_is_raised,
)


def max_in_window(moments: Sequence[datetime], window: timedelta) -> int:
    """Return the largest number of these moments, which are in order, that lie within a window of that length."""
    return max((place + 1 - bisect_left(moments, at - window) for place, at in enumerate(moments)), default=0)


def _validity_spans(history: Sequence[Validity], end: datetime) -> Iterator[tuple[Validity, datetime]]:
    """Yield each version and until when it was the current one; a failed first order has none."""
    if history:
        yield from zip(history, [*(validity.since for validity in history[1:]), end], strict=True)


def _was_failing(subject: SimulatedCertificate, not_after: datetime, begin: datetime) -> bool:
    """Return whether its challenge failed when it was to be renewed, up to its end."""
    if subject.failing_days is None:
        return False
    start, stop = (begin + timedelta(days=day) for day in subject.failing_days)
    return start < not_after < stop + RECOVERY_TIME


def _events(world: SoakWorld, *types: EventType) -> Iterator[Event]:
    return (notice.event for notice in world.administrators.received.values() if notice.event.type in types)
