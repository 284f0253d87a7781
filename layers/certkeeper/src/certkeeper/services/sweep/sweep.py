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
    from certkeeper.services.sweep.look_after import Caretaker, Looked


@dataclass(slots=True)
class Swept:
    """What a sweep has come to. `failed`, `unreadable` and `stalled` are certificates, by id.

    With those that failed goes the class of what was raised. `backlog`: the time was over before everything that is due
    was looked at.
    """

    looked: int = 0
    renewed: int = 0
    started: int = 0
    told: int = 0
    held_back: int = 0
    changed: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    stalled: list[str] = field(default_factory=list)
    backlog: bool = False


def sweep(caretaker: Caretaker, *, seconds_left: SecondsLeft, workers: int, now: datetime) -> Swept:
    """Looks after whatever is due at `now`. With one worker, shard by shard in their order."""
    run = partial(_shard, caretaker, seconds_left=seconds_left, now=now)
    shards = range(caretaker.renewals.shards)
    if workers == 1:
        return _together(map(run, shards))
    with ThreadPoolExecutor(workers) as pool:
        return _together(pool.map(run, shards))


def _shard(caretaker: Caretaker, shard: int, *, seconds_left: SecondsLeft, now: datetime) -> Swept:
    """The other shards can be read where this one cannot."""
    swept = Swept()

    def look() -> None:
        for each in caretaker.renewals.due(shard, now):
            if seconds_left() < MARGIN_SECONDS:
                swept.backlog = True
                break
            _look_after(caretaker, each, swept, now)

    attempt(f"shard {shard}", look, partial(_failed, caretaker, swept))
    return swept


def _look_after(caretaker: Caretaker, each: Certificate | UnreadableRow, swept: Swept, now: datetime) -> None:
    """Whatever it raises, the next certificate is looked at; this one stays due."""
    if isinstance(each, UnreadableRow):
        swept.unreadable.append(each.certificate_id)
        return
    swept.looked += 1

    def look() -> None:
        try:
            _count(swept, each, caretaker.look_after(each, now))
        except CertificateChangedError:
            swept.changed += 1

    attempt(each.certificate_id, look, partial(_failed, caretaker, swept))


def _failed(caretaker: Caretaker, swept: Swept, item_id: str, error: Exception) -> None:
    swept.failed.append((item_id, type(error).__name__))
    caretaker.on_failure(item_id, error)


def _count(swept: Swept, certificate: Certificate, looked: Looked) -> None:
    swept.renewed += looked.renewed
    swept.started += looked.started
    swept.held_back += looked.held_back
    swept.told += looked.told
    if looked.stalled:
        swept.stalled.append(certificate.certificate_id)


def _together(parts: Iterable[Swept]) -> Swept:
    whole = Swept()
    for part in parts:
        whole.looked += part.looked
        whole.renewed += part.renewed
        whole.started += part.started
        whole.told += part.told
        whole.held_back += part.held_back
        whole.changed += part.changed
        whole.failed += part.failed
        whole.unreadable += part.unreadable
        whole.stalled += part.stalled
        whole.backlog |= part.backlog
    return whole
