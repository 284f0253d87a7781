"""A sweep, on ports in memory: what is mended, what is left, and that one trouble keeps nothing else from it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from certkeeper.domain.events import EventType
from certkeeper.services.reconcile_certificates import Reconciliation, reconcile_certificates
from tests.contracts.examples import NOW, SCOPE, a_bundle
from tests.contracts.removals import a_deletion, a_restoration
from tests.contracts.uploads import an_intent, done
from tests.fakes.certificates import FakeCertificates
from tests.fakes.event_bus import FakeEventBus
from tests.fakes.removals import FakeRemovals
from tests.fakes.table import FakeTable
from tests.fakes.uploads import FakeUploads
from tests.fakes.vault import FakeVault

if TYPE_CHECKING:
    from certkeeper.domain.certificates import Certificate
    from certkeeper.ports.removals import Removal

LATER = NOW + timedelta(minutes=11)


class Account:
    """One table, one vault, one bus."""

    def __init__(self) -> None:
        self.table = FakeTable()
        self.certificates = FakeCertificates(self.table)
        self.uploads = FakeUploads(self.table)
        self.removals = FakeRemovals(self.table)
        self.vault = FakeVault()
        self.events = FakeEventBus()

    def certificate(self, name: str, digit: str) -> Certificate:
        """One with its secret."""
        made = done(self.uploads, an_intent(name, digit * 64))
        self.vault.store(made.certificate_id, made.order_id, a_bundle(digit))
        return made

    def sweep(self) -> Reconciliation:
        """When whoever was at work must have ended."""
        return reconcile_certificates(
            uploads=self.uploads,
            upload_vault=self.vault,
            certificates=self.certificates,
            removals=self.removals,
            removal_vault=self.vault,
            event_bus=self.events,
            now=LATER,
        )


@pytest.fixture
def account() -> Account:
    """An empty one."""
    return Account()


def test_a_deletion_that_was_noted_is_finished_and_told(account: Account) -> None:
    """Under the id that it has."""
    deletion = a_deletion(account.certificate("one", "1"))
    account.removals.delete(deletion)
    assert account.sweep() == Reconciliation((deletion.removal_id,), (), ())
    assert account.vault.going(deletion.certificate.certificate_id)
    assert [(each.type, each.event_id) for each in account.events.published] == [
        (EventType.CERTIFICATE_DELETED, deletion.removal_id)
    ]
    assert account.sweep() == Reconciliation((), (), ())


def test_a_restoration_that_came_to_nothing_is_undone_and_not_told(account: Account) -> None:
    """The row is still deleted: the secret goes again."""
    deletion = a_deletion(account.certificate("one", "1"))
    deleted = account.removals.delete(deletion)
    account.removals.forget(deletion, deleted)
    restoration = a_restoration(deleted)
    account.removals.begin(restoration)
    assert account.sweep() == Reconciliation((), (restoration.removal_id,), ())
    assert account.vault.going(deleted.certificate_id)
    assert account.events.published == []


def test_a_secret_that_is_gone_is_reported_and_keeps_nothing_else_from_being_mended(account: Account) -> None:
    """A certificate without its key is nothing that a sweep can mend."""
    broken = account.certificate("one", "1")
    restoration = a_restoration(broken)
    account.removals.begin(restoration)
    del account.vault.secrets[broken.certificate_id]
    deletion = a_deletion(account.certificate("two", "2"))
    account.removals.delete(deletion)
    done_ = account.sweep()
    assert (done_.finished, done_.left) == ((deletion.removal_id,), (restoration.removal_id,))


def test_what_others_change_at_the_same_moment_is_looked_at_again(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The secret becomes what the row says in the end; where that never settles, the next sweep has it."""
    deletion = a_deletion(account.certificate("one", "1"))
    account.removals.delete(deletion)
    forget, tries = account.removals.forget, 0

    def restored_meanwhile(removal: Removal, seen: Certificate) -> bool:
        nonlocal tries
        tries += 1
        if tries == 1:
            restoration = a_restoration(seen)
            account.removals.begin(restoration)
            forget(restoration, account.removals.restore(restoration))
        return forget(removal, seen)

    monkeypatch.setattr(account.removals, "forget", restored_meanwhile)
    assert account.sweep().finished == (deletion.removal_id,)
    assert not account.vault.going(deletion.certificate.certificate_id)
    assert account.certificates.get(SCOPE, deletion.certificate.certificate_id).deleted_at is None
    monkeypatch.setattr(account.removals, "forget", lambda *_: False)
    other = a_deletion(account.certificate("two", "2"))
    account.removals.delete(other)
    assert account.sweep().left == (other.removal_id,)
