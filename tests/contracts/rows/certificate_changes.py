"""The contract of `ports.certificates.CertificateChanges`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certkeeper.domain.certificates.certificate import Certificate, Settings
from certkeeper.domain.certificates.revocations import RevocationReason
from certkeeper.domain.errors import CertificateChangedError, ConflictError, NotFoundError
from certkeeper.domain.events import Event, EventType
from certkeeper.domain.orders.order import OrderStatus
from certkeeper.ports.certificates import CertificateChanges, CertificateFilter, Certificates
from certkeeper.ports.orders import Orders
from certkeeper.ports.removals import Removal, RemovalKind, Removals
from certkeeper.ports.renewals import Renewals, UnreadableRow
from certkeeper.ports.uploads import Uploads
from tests.contracts.examples import NOW, SCOPE, a_version, an_order, pending_certificate
from tests.contracts.rows.uploads import a_successor, an_intent, done

SETTINGS = Settings(
    "www.example.test", notices_enabled=True, notice_days=(9, 2), renewal_enabled=False, key_reused=True
)
REASON = RevocationReason.SUPERSEDED
EVENT = Event("id", EventType.CERTIFICATE_REVOKED, NOW, SCOPE, "c", "o", (("name", "Grüße"),))
ANOTHER = replace(EVENT, event_id="another", type=EventType.CERTIFICATE_EXPIRING)


def renamed(certificate: Certificate, name: str) -> Certificate:
    """The same under another name."""
    return replace(certificate, name=name)


def due(renewals: Renewals) -> list[Certificate | UnreadableRow]:
    """Whatever a sweep would check now."""
    return [each for shard in range(renewals.shards) for each in renewals.due(shard, NOW)]


class CertificateChangesContract:
    """Give fixtures `changes`, `orders`, `uploads`, `certificates`, `renewals` and `removals` over one empty table."""

    def test_name_and_settings_are_stored(
        self, changes: CertificateChanges, uploads: Uploads, certificates: Certificates
    ) -> None:
        """With a revision more, and found by the new name only."""
        before = done(uploads, an_intent("old name"))
        wanted = replace(before, name="new name", settings=SETTINGS)
        after = changes.update(before, wanted)
        assert after == certificates.get(SCOPE, before.certificate_id) == replace(wanted, revision=before.revision + 1)
        found = [
            certificates.list(SCOPE, CertificateFilter(text=text), now=NOW, limit=9, cursor=None).items
            for text in ("new name", "old name")
        ]
        assert found == [(after,), ()]

    def test_a_name_that_is_left_is_free(self, changes: CertificateChanges, uploads: Uploads) -> None:
        """And the one that is taken is not."""
        before = done(uploads, an_intent("old name"))
        changes.update(before, renamed(before, "new name"))
        done(uploads, an_intent("old name", "33" * 32))
        third = an_intent("new name", "44" * 32)
        uploads.record_intent(third)
        with pytest.raises(ConflictError, match="name"):
            uploads.commit(third)

    def test_a_taken_name_is_refused_and_nothing_is_stored(
        self, changes: CertificateChanges, uploads: Uploads, certificates: Certificates
    ) -> None:
        """Neither the settings that came with it."""
        before = done(uploads, an_intent("one"))
        done(uploads, an_intent("two", "33" * 32))
        with pytest.raises(ConflictError) as caught:
            changes.update(before, replace(before, name="two", settings=SETTINGS))
        assert caught.value.code == "name_taken"
        assert certificates.get(SCOPE, before.certificate_id) == before

    def test_of_two_updates_at_once_one_wins(self, changes: CertificateChanges, uploads: Uploads) -> None:
        """The other one is returned, also where its name is taken by the first."""
        before = done(uploads, an_intent("one"))
        changes.update(before, renamed(before, "two"))
        for name in ("one", "two", "three"):
            with pytest.raises(CertificateChangedError):
                changes.update(before, renamed(before, name))

    def test_a_revoked_version_says_since_when_and_why(
        self, changes: CertificateChanges, uploads: Uploads, certificates: Certificates
    ) -> None:
        """And so does the certificate, with the event that reports it; a second time nothing is stored."""
        before = done(uploads, an_intent())
        revoked = changes.revoke(before, 1, REASON, EVENT, NOW)
        marked = replace(before, revoked_at=NOW, revocation_reason=REASON, outbox=(EVENT,))
        assert revoked == replace(marked, revision=before.revision + 1)
        for read in (before, revoked):
            again = changes.revoke(read, 1, RevocationReason.KEY_COMPROMISE, ANOTHER, NOW + timedelta(days=1))
            assert again == revoked == certificates.get(SCOPE, before.certificate_id)
        (version,) = certificates.versions(before.certificate_id)
        assert (version.revoked_at, version.revocation_reason) == (NOW, REASON)

    def test_revoking_an_older_version_leaves_the_current_one_alone(
        self, changes: CertificateChanges, uploads: Uploads, certificates: Certificates
    ) -> None:
        """The status is that of what is served; the event is to be published all the same."""
        current = done(uploads, a_successor(done(uploads, an_intent())))
        revoked = changes.revoke(current, 1, REASON, EVENT, NOW)
        assert revoked == replace(current, outbox=(EVENT,), revision=current.revision + 1)
        assert revoked == certificates.get(SCOPE, current.certificate_id)
        versions = certificates.versions(current.certificate_id)
        assert [version.revocation_reason for version in versions] == [None, REASON]

    @pytest.mark.parametrize("number", [1, 2])
    def test_what_another_has_left_to_be_published_is_never_overwritten(
        self,
        changes: CertificateChanges,
        uploads: Uploads,
        certificates: Certificates,
        renewals: Renewals,
        number: int,
    ) -> None:
        """Whoever read the certificate before is refused with nothing stored; who reads it again publishes after it."""
        read = done(uploads, a_successor(done(uploads, an_intent())))
        written = renewals.save(replace(read, outbox=(ANOTHER,)), None)
        with pytest.raises(CertificateChangedError):
            changes.revoke(read, number, REASON, EVENT, NOW)
        assert certificates.get(SCOPE, read.certificate_id) == written
        assert [version.revoked_at for version in certificates.versions(read.certificate_id)] == [None, None]
        assert changes.revoke(written, number, REASON, EVENT, NOW).outbox == (ANOTHER, EVENT)

    @pytest.mark.parametrize("number", [1, 2])
    def test_what_is_to_be_published_is_due_at_once_and_stays_due_when_it_was(
        self, changes: CertificateChanges, uploads: Uploads, renewals: Renewals, number: int
    ) -> None:
        """Of any version: when to check next is the sweep's to say."""
        read = done(uploads, a_successor(done(uploads, an_intent())))
        revoked = changes.revoke(renewals.save(read, None), number, REASON, EVENT, NOW)
        assert due(renewals) == [revoked]
        after = changes.mark_published(revoked, EVENT)
        assert due(renewals) == [after]

    def test_what_was_reported_is_to_be_published_no_more(
        self, changes: CertificateChanges, uploads: Uploads, certificates: Certificates, renewals: Renewals
    ) -> None:
        """That, and nothing else of what the outbox holds."""
        waiting = renewals.save(replace(done(uploads, an_intent()), outbox=(ANOTHER,)), None)
        revoked = changes.revoke(waiting, 1, REASON, EVENT, NOW)
        after = changes.mark_published(revoked, EVENT)
        assert after == replace(revoked, outbox=(ANOTHER,), revision=revoked.revision + 1)
        last = changes.mark_published(after, ANOTHER)
        assert last.outbox == ()
        assert last == certificates.get(SCOPE, waiting.certificate_id)

    def test_what_was_reported_stays_to_be_published_where_another_has_written_meanwhile(
        self, changes: CertificateChanges, uploads: Uploads, certificates: Certificates, renewals: Renewals
    ) -> None:
        """Their write stays as it is."""
        revoked = changes.revoke(done(uploads, an_intent()), 1, REASON, EVENT, NOW)
        written = renewals.save(replace(revoked, outbox=(EVENT, ANOTHER)), NOW)
        assert changes.mark_published(revoked, EVENT) == written == certificates.get(SCOPE, written.certificate_id)

    def test_a_deleted_one_can_be_revoked_and_has_it_reported(
        self, changes: CertificateChanges, uploads: Uploads, removals: Removals
    ) -> None:
        """It stays deleted; the restoration after it brings back a revoked one, with what was not reported yet."""
        read = done(uploads, an_intent())
        deletion = Removal(RemovalKind.DELETION, "r1", read, NOW, "ada", NOW + timedelta(days=30))
        deleted = removals.delete(deletion)
        with pytest.raises(CertificateChangedError):
            changes.revoke(read, 1, REASON, EVENT, NOW)
        revoked = changes.revoke(deleted, 1, REASON, EVENT, NOW)
        assert (revoked.deleted_at, revoked.revoked_at, revoked.outbox) == (NOW, NOW, (EVENT,))
        restoration = Removal(RemovalKind.RESTORATION, "r2", revoked, NOW, "ada")
        removals.record_intent(restoration)
        restored = removals.restore(restoration)
        assert (restored.deleted_at, restored.revoked_at, restored.outbox) == (None, NOW, (EVENT,))

    def test_a_successor_of_a_revoked_one_is_not_revoked(self, changes: CertificateChanges, uploads: Uploads) -> None:
        """Its revocation was the last version's, and is still to be published."""
        revoked = changes.revoke(done(uploads, an_intent()), 1, REASON, EVENT, NOW)
        after = done(uploads, a_successor(revoked))
        assert (after.revoked_at, after.revocation_reason, after.outbox) == (None, None, (EVENT,))

    def test_a_renewal_of_a_revoked_one_is_not_revoked(
        self, changes: CertificateChanges, orders: Orders, certificates: Certificates
    ) -> None:
        """What an order brings is new, too; and what is still to be published stays."""
        order = an_order()
        orders.place(order, pending_certificate(order), None)
        orders.commit(replace(order, status=OrderStatus.VALID), a_version(order))
        changes.revoke(certificates.get(SCOPE, order.certificate_id), 1, REASON, EVENT, NOW)
        renewal = an_order(certificate_id=order.certificate_id)
        orders.place(renewal, None, None)
        orders.commit(replace(renewal, status=OrderStatus.VALID), a_version(renewal, 2))
        after = certificates.get(SCOPE, order.certificate_id)
        assert (after.version, after.revoked_at, after.revocation_reason) == (2, None, None)
        assert after.outbox == (EVENT,)

    def test_a_version_that_is_not_there_cannot_be_revoked(self, changes: CertificateChanges, uploads: Uploads) -> None:
        """It is not found."""
        with pytest.raises(NotFoundError):
            changes.revoke(done(uploads, an_intent()), 2, REASON, EVENT, NOW)
