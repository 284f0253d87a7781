"""All that is due, shard beside shard; one certificate that cannot be looked after keeps nothing else from it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from certkeeper.domain.errors import CertificateChangedError
from certkeeper.ports.renewals import UnreadableRow
from certkeeper.services.batches import MARGIN_SECONDS, attempt

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.services.batches import SecondsLeft
    from certkeeper.services.sweep.certificate_sweep import CertificateSweeper, SweepResult


@dataclass(slots=True)
class SweepCounts:
    """What a sweep has come to. `failed`, `unreadable` and `stalled` are certificates, by id.

    With those that failed goes the class of what was raised. `backlog`: the time was over before everything that is due
    was looked at.
    """

    checked: int = 0
    renewed: int = 0
    started: int = 0
    published: int = 0
    held_back: int = 0
    changed: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    stalled: list[str] = field(default_factory=list)
    backlog: bool = False


def sweep(sweeper: CertificateSweeper, *, seconds_left: SecondsLeft, workers: int, now: datetime) -> SweepCounts:
    """Looks after whatever is due at `now`. With one worker, shard by shard in their order."""
    run = partial(_shard, sweeper, seconds_left=seconds_left, now=now)
    shards = range(sweeper.renewals.shards)
    if workers == 1:
        return _together(map(run, shards))
    with ThreadPoolExecutor(workers) as pool:
        return _together(pool.map(run, shards))


def _shard(sweeper: CertificateSweeper, shard: int, *, seconds_left: SecondsLeft, now: datetime) -> SweepCounts:
    """The other shards can be read where this one cannot."""
    swept = SweepCounts()

    def look() -> None:
        for each in sweeper.renewals.due(shard, now):
            if seconds_left() < MARGIN_SECONDS:
                swept.backlog = True
                break
            _process(sweeper, each, swept, now)

    attempt(f"shard {shard}", look, partial(_failed, sweeper, swept))
    return swept


def _process(sweeper: CertificateSweeper, each: Certificate | UnreadableRow, swept: SweepCounts, now: datetime) -> None:
    """Whatever it raises, the next certificate is looked at; this one stays due."""
    if isinstance(each, UnreadableRow):
        swept.unreadable.append(each.certificate_id)
        return
    swept.checked += 1

    def look() -> None:
        try:
            _count(swept, each, sweeper.process(each, now))
        except CertificateChangedError:
            swept.changed += 1

    attempt(each.certificate_id, look, partial(_failed, sweeper, swept))


def _failed(sweeper: CertificateSweeper, swept: SweepCounts, item_id: str, error: Exception) -> None:
    swept.failed.append((item_id, type(error).__name__))
    sweeper.on_failure(item_id, error)


def _count(swept: SweepCounts, certificate: Certificate, result: SweepResult) -> None:
    swept.renewed += result.renewed
    swept.started += result.started
    swept.held_back += result.held_back
    swept.published += result.published
    if result.stalled:
        swept.stalled.append(certificate.certificate_id)


def _together(parts: Iterable[SweepCounts]) -> SweepCounts:
    whole = SweepCounts()
    for part in parts:
        whole.checked += part.checked
        whole.renewed += part.renewed
        whole.started += part.started
        whole.published += part.published
        whole.held_back += part.held_back
        whole.changed += part.changed
        whole.failed += part.failed
        whole.unreadable += part.unreadable
        whole.stalled += part.stalled
        whole.backlog |= part.backlog
    return whole
