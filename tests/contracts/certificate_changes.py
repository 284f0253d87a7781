"""The contract of `ports.CertificateChanges`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certkeeper.domain.certificates import Certificate, Settings
from certkeeper.domain.errors import CertificateChangedError, ConflictError, NotFoundError
from certkeeper.domain.orders import OrderStatus
from certkeeper.domain.revocations import RevocationReason
from certkeeper.ports import CertificateChanges, CertificateFilter, Certificates, Orders, Uploads
from tests.contracts.examples import NOW, SCOPE, a_version, an_order, pending_certificate
from tests.contracts.uploads import a_successor, an_intent, done

SETTINGS = Settings(
    "www.example.test", notices_enabled=True, notice_days=(9, 2), renewal_enabled=False, key_reused=True
)
REASON = RevocationReason.SUPERSEDED


def renamed(certificate: Certificate, name: str) -> Certificate:
    """The same under another name."""
    return replace(certificate, name=name)


class CertificateChangesContract:
    """Give fixtures `changes`, `orders`, `uploads` and `certificates` over one empty table."""

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
        uploads.begin(third)
        with pytest.raises(ConflictError, match="name"):
            uploads.finish(third)

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
        """The other one is told, also where its name is taken by the first."""
        before = done(uploads, an_intent("one"))
        changes.update(before, renamed(before, "two"))
        for name in ("one", "two", "three"):
            with pytest.raises(CertificateChangedError):
                changes.update(before, renamed(before, name))

    def test_a_revoked_version_says_since_when_and_why(
        self, changes: CertificateChanges, uploads: Uploads, certificates: Certificates
    ) -> None:
        """And so does the certificate; a second time changes nothing."""
        before = done(uploads, an_intent())
        revoked = changes.revoke(before, 1, REASON, NOW)
        assert revoked == replace(before, revoked_at=NOW, revocation_reason=REASON, revision=before.revision + 1)
        again = changes.revoke(before, 1, RevocationReason.KEY_COMPROMISE, NOW + timedelta(days=1))
        assert again == revoked == certificates.get(SCOPE, before.certificate_id)
        (version,) = certificates.versions(before.certificate_id)
        assert (version.revoked_at, version.revocation_reason) == (NOW, REASON)

    def test_revoking_an_older_version_leaves_the_current_one_alone(
        self, changes: CertificateChanges, uploads: Uploads, certificates: Certificates
    ) -> None:
        """The status is that of what is served."""
        current = done(uploads, a_successor(done(uploads, an_intent())))
        assert changes.revoke(current, 1, REASON, NOW) == current
        versions = certificates.versions(current.certificate_id)
        assert [version.revocation_reason for version in versions] == [None, REASON]

    def test_a_successor_of_a_revoked_one_is_not_revoked(self, changes: CertificateChanges, uploads: Uploads) -> None:
        """Its revocation was the last version's."""
        revoked = changes.revoke(done(uploads, an_intent()), 1, REASON, NOW)
        after = done(uploads, a_successor(revoked))
        assert (after.revoked_at, after.revocation_reason) == (None, None)

    def test_a_renewal_of_a_revoked_one_is_not_revoked(
        self, changes: CertificateChanges, orders: Orders, certificates: Certificates
    ) -> None:
        """What an order brings is new, too."""
        order = an_order()
        orders.place(order, pending_certificate(order), None)
        orders.commit(replace(order, status=OrderStatus.VALID), a_version(order))
        changes.revoke(certificates.get(SCOPE, order.certificate_id), 1, REASON, NOW)
        renewal = an_order(certificate_id=order.certificate_id)
        orders.place(renewal, None, None)
        orders.commit(replace(renewal, status=OrderStatus.VALID), a_version(renewal, 2))
        after = certificates.get(SCOPE, order.certificate_id)
        assert (after.version, after.revoked_at, after.revocation_reason) == (2, None, None)

    def test_a_version_that_is_not_there_cannot_be_revoked(self, changes: CertificateChanges, uploads: Uploads) -> None:
        """It is not found."""
        with pytest.raises(NotFoundError):
            changes.revoke(done(uploads, an_intent()), 2, REASON, NOW)
