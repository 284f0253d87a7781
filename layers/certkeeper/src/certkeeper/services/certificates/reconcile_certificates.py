"""The reconciler: it finishes or undoes the uploads, activations, deletions and restorations that a crash has left.

The reasons are in ADRs 43, 47 and 106.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol, TypeVar

from certkeeper.domain.clock import to_text
from certkeeper.services.batches import MARGIN_SECONDS, attempt
from certkeeper.services.certificates.finish_activation import reconcile_activation
from certkeeper.services.certificates.finish_removal import reconcile_removal
from certkeeper.services.uploads.finish_upload import reconcile_upload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.receipts import OverdueIntent
    from certkeeper.ports.removals import Removal, Removals
    from certkeeper.ports.uploads import Activation, Activations, UploadIntent, Uploads
    from certkeeper.ports.vaults import RemovalVault, UploadVault
    from certkeeper.services.batches import OnFailure, SecondsLeft

    Task = tuple[str, Callable[[], str]]

Intent = TypeVar("Intent")
Kept_co = TypeVar("Kept_co", covariant=True)

GONE = "gone"
"""The result where somebody else has finished it since the intents were listed."""


class Intents(Protocol[Kept_co]):
    """The part of a port that keeps intents."""

    def overdue_intents(self, now: datetime) -> Sequence[OverdueIntent]:
        """Return the intents of processes that have ended by `now` without deleting them, oldest first."""

    def read_intent(self, overdue: OverdueIntent) -> Kept_co | None:
        """Return the intent that `overdue` refers to, or None where it is gone."""


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

    def upload(intent: UploadIntent) -> str:
        return reconcile_upload(
            intent, uploads=uploads, certificates=certificates, vault=upload_vault, event_bus=event_bus
        )

    def activation(intent: Activation) -> str:
        return reconcile_activation(
            intent, activations=activations, certificates=certificates, vault=upload_vault, event_bus=event_bus
        )

    def removal(intent: Removal) -> str:
        vault = removal_vault
        return reconcile_removal(
            intent, certificates=certificates, removals=removals, vault=vault, event_bus=event_bus, now=now
        )

    tasks = [*_tasks(uploads, upload, now), *_tasks(activations, activation, now), *_tasks(removals, removal, now)]
    return _reconciled(sorted(tasks, key=lambda task: _shuffled(task[0], now)), seconds_left, on_failure)


def _tasks(port: Intents[Intent], reconcile: Callable[[Intent], str], now: datetime) -> Iterator[Task]:
    """Yield each overdue intent of a port by its id, with the call that reads and reconciles it."""

    def read_and_reconcile(overdue: OverdueIntent) -> str:
        intent = port.read_intent(overdue)
        return GONE if intent is None else reconcile(intent)

    for overdue in port.overdue_intents(now):
        yield overdue.intent_id, partial(read_and_reconcile, overdue)


def _reconciled(tasks: Sequence[Task], seconds_left: SecondsLeft, on_failure: OnFailure) -> Reconciliation:
    """Reconcile each intent, as long as there is time, and return what became of all."""
    found: dict[str, list[str]] = {"finished": [], "rolled_back": [], "unfinished": [], GONE: []}
    for intent_id, reconcile in tasks:
        became = attempt(intent_id, reconcile, on_failure) if seconds_left() > MARGIN_SECONDS else None
        found[became or "unfinished"].append(intent_id)
    return Reconciliation(tuple(found["finished"]), tuple(found["rolled_back"]), tuple(found["unfinished"]))


def _shuffled(intent_id: str, now: datetime) -> bytes:
    """Return the place of an intent in a run: effectively random, and the same if the run is repeated."""
    return sha256(f"{to_text(now)} {intent_id}".encode()).digest()
