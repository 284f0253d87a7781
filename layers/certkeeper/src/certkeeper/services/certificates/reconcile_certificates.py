"""The reconciler: it finishes or undoes the uploads, activations, deletions and restorations that a crash has left.

The reasons are in ADRs 43, 47 and 106.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from certkeeper.domain.clock import to_text
from certkeeper.services.batches import MARGIN_SECONDS, attempt
from certkeeper.services.certificates.finish_activation import reconcile_activation
from certkeeper.services.certificates.finish_removal import reconcile_removal
from certkeeper.services.uploads.finish_upload import reconcile_upload

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from certkeeper.ports.activations import Activations
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.receipts import OverdueIntent
    from certkeeper.ports.removals import Removals
    from certkeeper.ports.uploads import Uploads
    from certkeeper.ports.vaults import RemovalVault, UploadVault
    from certkeeper.services.batches import OnFailure, SecondsLeft

GONE = "gone"
"""The result where somebody else has finished it since the intents were listed."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The ids of uploads, activations, deletions and restorations, by what became of them.

    Those in `unfinished` failed, or the time was over before their turn: the next run tries them again.
    """

    finished: tuple[str, ...]
    rolled_back: tuple[str, ...]
    unfinished: tuple[str, ...]


def reconcile_certificates(
    *,
    uploads: Uploads,
    upload_vault: UploadVault,
    activations: Activations,
    certificates: Certificates,
    removals: Removals,
    removal_vault: RemovalVault,
    event_bus: EventBus,
    seconds_left: SecondsLeft,
    on_failure: OnFailure,
    now: datetime,
) -> Reconciliation:
    """Reconcile all overdue intents, one by one, and return what became of each.

    Their sequence is different in each run, so that intents that always fail cannot keep the others from their turn. An
    intent that fails does not stop the others.
    """

    def upload(overdue: OverdueIntent) -> str:
        intent = uploads.read_intent(overdue)
        if intent is None:
            return GONE
        return reconcile_upload(
            intent, uploads=uploads, certificates=certificates, vault=upload_vault, event_bus=event_bus
        )

    def activation(overdue: OverdueIntent) -> str:
        intent = activations.read_intent(overdue)
        if intent is None:
            return GONE
        return reconcile_activation(
            intent, activations=activations, certificates=certificates, vault=upload_vault, event_bus=event_bus
        )

    def removal(overdue: OverdueIntent) -> str:
        stored = removals.read_intent(overdue)
        if stored is None:
            return GONE
        return reconcile_removal(
            stored,
            certificates=certificates,
            removals=removals,
            vault=removal_vault,
            event_bus=event_bus,
            now=now,
        )

    tasks: list[tuple[str, Callable[[], str]]] = [
        *((overdue.intent_id, partial(upload, overdue)) for overdue in uploads.overdue_intents(now)),
        *((overdue.intent_id, partial(activation, overdue)) for overdue in activations.overdue_intents(now)),
        *((overdue.intent_id, partial(removal, overdue)) for overdue in removals.overdue_intents(now)),
    ]
    return _reconciled(sorted(tasks, key=lambda task: _shuffled(task[0], now)), seconds_left, on_failure)


def _reconciled(
    tasks: Sequence[tuple[str, Callable[[], str]]], seconds_left: SecondsLeft, on_failure: OnFailure
) -> Reconciliation:
    """Reconcile each intent, as long as there is time, and return what became of all."""
    found: dict[str, list[str]] = {"finished": [], "rolled_back": [], "unfinished": [], GONE: []}
    for intent_id, reconcile in tasks:
        became = attempt(intent_id, reconcile, on_failure) if seconds_left() > MARGIN_SECONDS else None
        found[became or "unfinished"].append(intent_id)
    return Reconciliation(tuple(found["finished"]), tuple(found["rolled_back"]), tuple(found["unfinished"]))


def _shuffled(intent_id: str, now: datetime) -> bytes:
    """Return the place of an intent in a run: effectively random, and the same if the run is repeated."""
    return sha256(f"{to_text(now)} {intent_id}".encode()).digest()
