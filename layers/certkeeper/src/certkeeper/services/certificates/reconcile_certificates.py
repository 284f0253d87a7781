"""What processes that died in the middle have left: uploads finished or undone, secrets set right by their rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from certkeeper.domain.clock import to_text
from certkeeper.services.batches import MARGIN_SECONDS, attempt
from certkeeper.services.certificates.finish_removal import reconcile_removal
from certkeeper.services.uploads.finish_upload import reconcile_upload

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.receipts import OverdueIntent
    from certkeeper.ports.removals import Removals
    from certkeeper.ports.uploads import Uploads
    from certkeeper.ports.vaults import RemovalVault, UploadVault
    from certkeeper.services.batches import OnFailure, SecondsLeft

GONE = "gone"
"""Somebody else has mended it since the notes were listed."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Ids of uploads, deletions and restorations by what became of them.

    Those in `left` could not be mended now, or the time was over before their turn: they are tried again next time.
    """

    finished: tuple[str, ...]
    rolled_back: tuple[str, ...]
    unfinished: tuple[str, ...]


def reconcile_certificates(
    *,
    uploads: Uploads,
    upload_vault: UploadVault,
    certificates: Certificates,
    removals: Removals,
    removal_vault: RemovalVault,
    event_bus: EventBus,
    seconds_left: SecondsLeft,
    on_failure: OnFailure,
    now: datetime,
) -> Reconciliation:
    """Mends one by one, in a sequence that is another in each run: notes that stay cannot hide any others for good.

    Whatever one of them raises keeps nothing from the others.
    """

    def upload(note: OverdueIntent) -> str:
        intent = uploads.read_intent(note)
        return reconcile_upload(intent, uploads=uploads, vault=upload_vault, event_bus=event_bus) if intent else GONE

    def removal(note: OverdueIntent) -> str:
        noted = removals.read_intent(note)
        if noted is None:
            return GONE
        return reconcile_removal(
            noted,
            certificates=certificates,
            removals=removals,
            vault=removal_vault,
            event_bus=event_bus,
            now=now,
        )

    tasks: list[tuple[str, Callable[[], str]]] = [
        *((note.intent_id, partial(upload, note)) for note in uploads.overdue_intents(now)),
        *((note.intent_id, partial(removal, note)) for note in removals.overdue_intents(now)),
    ]
    return _mended(sorted(tasks, key=lambda task: _turn(task[0], now)), seconds_left, on_failure)


def _mended(
    tasks: Sequence[tuple[str, Callable[[], str]]], seconds_left: SecondsLeft, on_failure: OnFailure
) -> Reconciliation:
    """Calls what mends each note, by the note's id, as long as there is time."""
    found: dict[str, list[str]] = {"finished": [], "rolled_back": [], "unfinished": [], GONE: []}
    for intent_id, mend in tasks:
        became = attempt(intent_id, mend, on_failure) if seconds_left() > MARGIN_SECONDS else None
        found[became or "unfinished"].append(intent_id)
    return Reconciliation(tuple(found["finished"]), tuple(found["rolled_back"]), tuple(found["unfinished"]))


def _turn(intent_id: str, now: datetime) -> bytes:
    """When a note's turn comes, as good as at random, and the same for a run that is repeated."""
    return sha256(f"{to_text(now)} {intent_id}".encode()).digest()
