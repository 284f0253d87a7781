"""Which notices of coming ends there must be, reckoned from lives alone and not by the code that sends them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.domain.events import EventType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tools.soak.results.recorded_lives import Life
    from tools.soak.simulation.administrators import Notice
    from tools.soak.simulation.population import Inhabitant
    from tools.soak.simulation.world import SoakWorld

USUAL_DAYS = (14, 7, 3, 1)
"""Days before the end: 14, 7, 3 and 1; for lifetimes under 42 days at a third of the life instead of 14."""
SLACK = timedelta(hours=27)
"""A day without sweeps, the next sweep, and one that crashed."""
END = 0


def missing_notices(world: SoakWorld) -> Iterator[str]:
    """A threshold is told after its moment, unless a later one was due by the time somebody could tell."""
    for certificate_id, who in world.inhabitants.items():
        if who.settings.notices_enabled is False:
            continue
        heard = world.people.by_certificate[certificate_id]
        lives = world.around.lives.versions[certificate_id]
        if not lives:
            continue
        for life, until in zip(lives, [*(each.since for each in lives[1:]), world.end], strict=True):
            told = dict(_told(heard, life))
            for days, at in _moments(who, life):
                if at < life.since or _revoked(world, certificate_id, life.since, at + SLACK):
                    continue
                late = at + SLACK
                if late < until and not any(at <= moment <= late for each, moment in told.items() if each <= days):
                    yield f"{who.names[0]} version {life.version}: nobody was told at {at} of {days} days left"


def _revoked(world: SoakWorld, certificate_id: str, since: datetime, until: datetime) -> bool:
    """Nobody is told that what is revoked comes to its end."""
    return any(since <= at <= until for at in world.around.lives.revoked[certificate_id])


def _moments(who: Inhabitant, life: Life) -> Iterator[tuple[int, datetime]]:
    first, *later = who.settings.notice_days or USUAL_DAYS
    left = min(timedelta(days=first), (life.not_after - life.not_before) / 3)
    yield first, life.not_after - left
    yield from ((days, life.not_after - timedelta(days=days)) for days in later if timedelta(days=days) < left)
    yield END, life.not_after


def _told(heard: list[Notice], life: Life) -> Iterator[tuple[int, datetime]]:
    for notice in heard:
        detail = dict(notice.event.detail)
        if detail["version"] == str(life.version):
            if notice.event.type is EventType.CERTIFICATE_EXPIRING:
                yield int(detail["threshold_days"]), notice.at
            elif notice.event.type is EventType.CERTIFICATE_EXPIRED:
                yield END, notice.at
