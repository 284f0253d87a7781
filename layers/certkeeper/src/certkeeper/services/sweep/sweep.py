"""The sweep over all certificates that are due, shards side by side; one that fails does not stop the others.

The reasons are in ADR 51.
"""

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
    """The counts of one sweep. `failed`, `unreadable` and `stalled` are certificates, by id.

    `failed` has the class of what was raised, too. `backlog`: the time was over before everything that is due was
    processed.
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
    """Let the sweeper process whatever is due at `now`, and return the counts; with one worker, shard by shard."""
    run = partial(_shard, sweeper, seconds_left=seconds_left, now=now)
    shards = range(sweeper.renewals.shards)
    if workers == 1:
        return _together(map(run, shards))
    with ThreadPoolExecutor(workers) as pool:
        return _together(pool.map(run, shards))


def _shard(sweeper: CertificateSweeper, shard: int, *, seconds_left: SecondsLeft, now: datetime) -> SweepCounts:
    """Process what is due in one shard. A shard that cannot be read does not stop the others."""
    counts = SweepCounts()

    def process_due() -> None:
        for each in sweeper.renewals.due(shard, now):
            if seconds_left() < MARGIN_SECONDS:
                counts.backlog = True
                break
            _process(sweeper, each, counts, now)

    attempt(f"shard {shard}", process_due, partial(_failed, sweeper, counts))
    return counts


def _process(
    sweeper: CertificateSweeper, each: Certificate | UnreadableRow, counts: SweepCounts, now: datetime
) -> None:
    """Process one certificate. If it fails, it stays due, and the next one is processed."""
    if isinstance(each, UnreadableRow):
        counts.unreadable.append(each.certificate_id)
        return
    counts.checked += 1

    def process() -> None:
        try:
            _count(counts, each, sweeper.process(each, now))
        except CertificateChangedError:
            counts.changed += 1

    attempt(each.certificate_id, process, partial(_failed, sweeper, counts))


def _failed(sweeper: CertificateSweeper, counts: SweepCounts, item_id: str, error: Exception) -> None:
    counts.failed.append((item_id, type(error).__name__))
    sweeper.on_failure(item_id, error)


def _count(counts: SweepCounts, certificate: Certificate, result: SweepResult) -> None:
    counts.renewed += result.renewed
    counts.started += result.started
    counts.held_back += result.held_back
    counts.published += result.published
    if result.stalled:
        counts.stalled.append(certificate.certificate_id)


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
