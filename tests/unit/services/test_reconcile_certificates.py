"""A sweep, on ports in memory: what is mended, what is left, and that one trouble keeps nothing else from it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from certkeeper.domain.events import EventType
from certkeeper.services.certificates.reconcile_certificates import Reconciliation
from tests.contracts.examples import SCOPE
from tests.contracts.rows.removals import a_deletion, a_restoration
from tests.unit.services.account import LATER, Account

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.removals import Removal
    from certkeeper.ports.uploads import UploadIntent
    from certkeeper.services.batches import SecondsLeft


@pytest.fixture
def account() -> Account:
    """An empty one."""
    return Account()


def test_a_deletion_that_was_noted_is_finished_and_reported(account: Account) -> None:
    """Under the id that it has."""
    deletion = a_deletion(account.certificate("one", "1"))
    account.removals.delete(deletion)
    assert account.sweep() == Reconciliation((deletion.removal_id,), (), ())
    assert account.vault.is_deletion_scheduled(deletion.certificate.certificate_id)
    assert [(each.type, each.event_id) for each in account.events.published] == [
        (EventType.CERTIFICATE_DELETED, deletion.removal_id)
    ]
    assert account.sweep() == Reconciliation((), (), ())


def test_a_restoration_that_came_to_nothing_is_undone_and_not_reported(account: Account) -> None:
    """The row is still deleted: the secret goes again."""
    deletion = a_deletion(account.certificate("one", "1"))
    deleted = account.removals.delete(deletion)
    account.removals.delete_intent(deletion, deleted)
    restoration = a_restoration(deleted)
    account.removals.record_intent(restoration)
    assert account.sweep() == Reconciliation((), (restoration.removal_id,), ())
    assert account.vault.is_deletion_scheduled(deleted.certificate_id)
    assert account.events.published == []


def test_a_secret_that_is_gone_is_reported_and_keeps_nothing_else_from_being_mended(account: Account) -> None:
    """A certificate without its key is nothing that a sweep can mend."""
    broken = account.certificate("one", "1")
    restoration = a_restoration(broken)
    account.removals.record_intent(restoration)
    del account.vault.secrets[broken.certificate_id]
    deletion = a_deletion(account.certificate("two", "2"))
    account.removals.delete(deletion)
    done_ = account.sweep()
    assert (done_.finished, done_.unfinished) == ((deletion.removal_id,), (restoration.removal_id,))


def test_what_others_change_at_the_same_moment_is_checked_again(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The secret becomes what the row says in the end; where that never settles, the next sweep has it."""
    deletion = a_deletion(account.certificate("one", "1"))
    account.removals.delete(deletion)
    forget, tries = account.removals.delete_intent, 0

    def restored_meanwhile(removal: Removal, seen: Certificate) -> bool:
        nonlocal tries
        tries += 1
        if tries == 1:
            restoration = a_restoration(seen)
            account.removals.record_intent(restoration)
            forget(restoration, account.removals.restore(restoration))
        return forget(removal, seen)

    monkeypatch.setattr(account.removals, "delete_intent", restored_meanwhile)
    assert account.sweep().finished == (deletion.removal_id,)
    assert not account.vault.is_deletion_scheduled(deletion.certificate.certificate_id)
    assert account.certificates.get(SCOPE, deletion.certificate.certificate_id).deleted_at is None
    monkeypatch.setattr(account.removals, "delete_intent", lambda *_: False)
    other = a_deletion(account.certificate("two", "2"))
    account.removals.delete(other)
    assert account.sweep().unfinished == (other.removal_id,)


def test_a_note_that_has_gone_since_it_was_listed_is_nothing(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever was slow has ended after all."""
    intent = account.half_uploaded("one", "1")
    listed = account.uploads.overdue_intents(LATER)
    account.uploads.delete_intent(intent)
    monkeypatch.setattr(account.uploads, "overdue_intents", lambda _now: listed)
    assert account.sweep() == Reconciliation((), (), ())
    assert account.failed_items.raised == {}


def test_what_the_time_is_over_for_is_left_and_said_to_be(account: Account) -> None:
    """Nothing is begun that the process may not live to end."""
    intent = account.half_uploaded("one", "1")
    assert account.sweep(seconds_left=lambda: 29.0) == Reconciliation((), (), (intent.upload_id,))
    assert account.sweep() == Reconciliation((intent.upload_id,), (), ())


def test_notes_that_stay_never_hide_one_that_can_be_mended(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred and more, older and younger than it, in runs that have time for ten notes each."""
    stuck = [account.half_uploaded(f"stuck {number}", f"{number:03}") for number in range(60)]
    good = account.half_uploaded("good", "f")
    stuck += [account.half_uploaded(f"stuck {number}", f"{number:03}") for number in range(60, 120)]
    finish = account.uploads.commit

    def finishing(intent: UploadIntent) -> Certificate:
        if intent in stuck:
            raise MemoryError
        return finish(intent)

    monkeypatch.setattr(account.uploads, "commit", finishing)

    def ends_after_ten() -> SecondsLeft:
        left = iter(range(310, 0, -28))
        return lambda: float(next(left, 0))

    finished: list[str] = []
    for run in range(300):
        result = account.sweep(LATER + timedelta(minutes=15) * run, seconds_left=ends_after_ten())
        finished += result.finished
        assert len(result.unfinished) >= len(stuck)
    assert finished == [good.upload_id]
