"""The notices of expiry that must have been sent, computed from the recorded history alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.domain.events import EventType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tools.soak.results.recorded_history import Validity
    from tools.soak.simulation.administrators import Notice
    from tools.soak.simulation.population import SimulatedCertificate
    from tools.soak.simulation.world import SoakWorld

DEFAULT_DAYS = (14, 7, 3, 1)
"""Days before the end: 14, 7, 3 and 1; for lifetimes under 42 days at a third of the life instead of 14."""
SLACK = timedelta(hours=27)
"""A day without sweeps, the next sweep, and one that crashed."""
END = 0


def missing_notices(world: SoakWorld) -> Iterator[str]:
    """Yield a sentence for each threshold in the world that passed without a notice.

    A notice for a later threshold counts, if that was due before the first could be sent.
    """
    for certificate_id, subject in world.population.items():
        if subject.settings.notices_enabled is False:
            continue
        received = world.administrators.by_certificate[certificate_id]
        history = world.simulation.history.versions[certificate_id]
        if not history:
            continue
        for validity, until in zip(history, [*(each.since for each in history[1:]), world.end], strict=True):
            notified = dict(_notified(received, validity))
            for days, at in _moments(subject, validity):
                if at < validity.since or _revoked(world, certificate_id, validity.since, at + SLACK):
                    continue
                late = at + SLACK
                if late < until and not any(at <= moment <= late for each, moment in notified.items() if each <= days):
                    yield f"{subject.names[0]} version {validity.version}: no notice at {at} of {days} days left"


def _revoked(world: SoakWorld, certificate_id: str, since: datetime, until: datetime) -> bool:
    """Return whether it was revoked in that time: then no notice of its end is due."""
    return any(since <= at <= until for at in world.simulation.history.revoked[certificate_id])


def _moments(subject: SimulatedCertificate, validity: Validity) -> Iterator[tuple[int, datetime]]:
    first, *later = subject.settings.notice_days or DEFAULT_DAYS
    left = min(timedelta(days=first), (validity.not_after - validity.not_before) / 3)
    yield first, validity.not_after - left
    yield from ((days, validity.not_after - timedelta(days=days)) for days in later if timedelta(days=days) < left)
    yield END, validity.not_after


def _notified(received: list[Notice], validity: Validity) -> Iterator[tuple[int, datetime]]:
    for notice in received:
        detail = dict(notice.event.detail)
        if detail["version"] == str(validity.version):
            if notice.event.type is EventType.CERTIFICATE_EXPIRING:
                yield int(detail["threshold_days"]), notice.at
            elif notice.event.type is EventType.CERTIFICATE_EXPIRED:
                yield END, notice.at
