"""The contract of `ports.removals.Removals`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from certkeeper.domain.certificates.certificate import Certificate, CertificateStatus
from certkeeper.domain.errors import CertificateChangedError, ConflictError, DuplicateCertificateError
from certkeeper.ports.certificates import CertificateChanges, CertificateFilter, Certificates
from certkeeper.ports.removals import Removal, RemovalKind, Removals
from certkeeper.ports.uploads import Uploads
from tests.contracts.examples import NOW, SCOPE, new_id
from tests.contracts.rows.uploads import a_successor, an_intent, done

UNTIL = NOW + timedelta(days=30)
LATER = NOW + timedelta(minutes=11)


def a_deletion(certificate: Certificate) -> Removal:
    """With every field filled."""
    return Removal(RemovalKind.DELETION, new_id(), certificate, NOW, "arn:ada", UNTIL)


def a_restoration(certificate: Certificate) -> Removal:
    """Of a certificate that is deleted."""
    return Removal(RemovalKind.RESTORATION, new_id(), certificate, NOW, "arn:ada")


def _stored_intents(removals: Removals, now: datetime) -> list[Removal | None]:
    return [removals.read_intent(overdue) for overdue in removals.overdue_intents(now)]


class RemovalsContract:
    """Give fixtures `removals`, `changes`, `uploads` and `certificates` over one empty table."""

    def test_a_deleted_certificate_says_until_when_it_can_be_restored(
        self, removals: Removals, uploads: Uploads, certificates: Certificates
    ) -> None:
        """It is listed only where deleted ones are asked for; its overdue is there, whole."""
        before = done(uploads, an_intent())
        deletion = a_deletion(before)
        deleted = removals.delete(deletion)
        assert deleted == certificates.get(SCOPE, before.certificate_id)
        assert deleted == replace(
            before,
            deleted_at=NOW,
            recoverable_until=UNTIL,
            removal_id=deletion.removal_id,
            revision=before.revision + 1,
        )
        assert self._listed(certificates) == ()
        assert self._listed(certificates, CertificateStatus.ACTIVE) == ()
        assert self._listed(certificates, CertificateStatus.DELETED) == (deleted,)
        assert _stored_intents(removals, LATER) == [deletion]

    def test_the_name_of_a_deleted_certificate_is_free_and_its_digest_is_not(
        self, removals: Removals, uploads: Uploads
    ) -> None:
        """The very same certificate is to be restored, not uploaded again, unless it is gone for good."""
        before = done(uploads, an_intent())
        removals.delete(a_deletion(before))
        done(uploads, an_intent(digest="33" * 32))
        again = an_intent("other")
        uploads.record_intent(again)
        with pytest.raises(DuplicateCertificateError):
            uploads.commit(again)
        done(uploads, replace(an_intent("other"), gone=before.certificate_id))
        assert uploads.holder(SCOPE, "11" * 32) != before.certificate_id

    def test_what_was_written_since_it_was_read_is_not_deleted(
        self, removals: Removals, changes: CertificateChanges, uploads: Uploads
    ) -> None:
        """An order may have begun."""
        before = done(uploads, an_intent())
        changes.update(before, replace(before, name="other"))
        with pytest.raises(CertificateChangedError):
            removals.delete(a_deletion(before))
        assert _stored_intents(removals, LATER) == []

    def test_a_deleted_certificate_takes_no_changes(
        self, removals: Removals, changes: CertificateChanges, uploads: Uploads
    ) -> None:
        """Neither of settings, nor a successor, nor a second deletion."""
        deleted = removals.delete(a_deletion(done(uploads, an_intent())))
        with pytest.raises(CertificateChangedError):
            changes.update(deleted, replace(deleted, name="other"))
        with pytest.raises(CertificateChangedError):
            removals.delete(a_deletion(deleted))
        successor = a_successor(deleted)
        uploads.record_intent(successor)
        with pytest.raises(CertificateChangedError):
            uploads.commit(successor)

    def test_a_restored_certificate_is_as_it_was(
        self, removals: Removals, uploads: Uploads, certificates: Certificates
    ) -> None:
        """With its name, and what it was last."""
        before = done(uploads, an_intent())
        deleted = removals.delete(a_deletion(before))
        restoration = a_restoration(deleted)
        removals.record_intent(restoration)
        restored = removals.restore(restoration)
        assert restored == replace(before, removal_id=restoration.removal_id, revision=before.revision + 2)
        assert self._listed(certificates) == (restored,)
        second = an_intent(digest="33" * 32)
        uploads.record_intent(second)
        with pytest.raises(ConflictError, match="name"):
            uploads.commit(second)

    def test_a_name_that_was_taken_meanwhile_keeps_it_deleted(
        self, removals: Removals, uploads: Uploads, certificates: Certificates
    ) -> None:
        """Whoever has it now keeps it."""
        deleted = removals.delete(a_deletion(done(uploads, an_intent())))
        done(uploads, an_intent(digest="33" * 32))
        restoration = a_restoration(deleted)
        removals.record_intent(restoration)
        with pytest.raises(ConflictError) as caught:
            removals.restore(restoration)
        assert caught.value.code == "name_taken"
        assert certificates.get(SCOPE, deleted.certificate_id) == deleted

    def test_a_restoration_without_its_note_is_none(self, removals: Removals, uploads: Uploads) -> None:
        """The reconciler has sent the secret on its way again."""
        deleted = removals.delete(a_deletion(done(uploads, an_intent())))
        with pytest.raises(CertificateChangedError):
            removals.restore(a_restoration(deleted))

    def test_of_two_restorations_one_wins(self, removals: Removals, uploads: Uploads) -> None:
        """The other one is returned."""
        deleted = removals.delete(a_deletion(done(uploads, an_intent())))
        first, second = a_restoration(deleted), a_restoration(deleted)
        removals.record_intent(first)
        removals.record_intent(second)
        removals.restore(first)
        with pytest.raises(CertificateChangedError):
            removals.restore(second)

    def test_a_note_stays_where_the_certificate_was_removed_or_restored_since(
        self, removals: Removals, uploads: Uploads
    ) -> None:
        """Whoever set the secret right by the row must do it again, by the row as it is now."""
        deletion = a_deletion(done(uploads, an_intent()))
        deleted = removals.delete(deletion)
        restoration = a_restoration(deleted)
        removals.record_intent(restoration)
        restored = removals.restore(restoration)
        assert not removals.delete_intent(deletion, deleted)
        assert removals.delete_intent(restoration, restored)
        assert _stored_intents(removals, LATER) == [deletion]
        assert removals.delete_intent(deletion, restored)
        assert _stored_intents(removals, LATER) == []

    def test_a_note_of_a_certificate_that_was_never_removed_goes(self, removals: Removals, uploads: Uploads) -> None:
        """Nothing is left of what never was."""
        certificate = done(uploads, an_intent())
        restoration = a_restoration(certificate)
        removals.record_intent(restoration)
        assert removals.delete_intent(restoration, certificate)
        assert _stored_intents(removals, LATER) == []

    def test_a_note_is_due_when_its_process_must_have_ended(self, removals: Removals, uploads: Uploads) -> None:
        """Not before; oldest first."""
        certificate = done(uploads, an_intent())
        young = a_restoration(certificate)
        old = replace(a_restoration(certificate), started_at=NOW - timedelta(minutes=5))
        removals.record_intent(young)
        removals.record_intent(old)
        assert _stored_intents(removals, NOW + timedelta(minutes=4)) == []
        assert _stored_intents(removals, NOW + timedelta(minutes=6)) == [old]
        assert _stored_intents(removals, LATER) == [old, young]

    def test_a_note_is_called_by_the_id_of_its_removal(self, removals: Removals, uploads: Uploads) -> None:
        """And one that has gone since the notes were listed says nothing."""
        deletion = a_deletion(done(uploads, an_intent()))
        deleted = removals.delete(deletion)
        (overdue,) = removals.overdue_intents(LATER)
        assert overdue.intent_id == deletion.removal_id
        removals.delete_intent(deletion, deleted)
        assert removals.read_intent(overdue) is None

    @staticmethod
    def _listed(certificates: Certificates, status: CertificateStatus | None = None) -> tuple[Certificate, ...]:
        return certificates.list(SCOPE, CertificateFilter(status=status), now=NOW, limit=9, cursor=None).items
