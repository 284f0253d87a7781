"""The contract of `ports.uploads.Uploads`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion, Settings, Source
from certkeeper.domain.certificates.comparison import Loss
from certkeeper.domain.errors import CertificateChangedError, ConflictError, DuplicateCertificateError
from certkeeper.domain.orders.order import OrderStatus
from certkeeper.domain.uploads.verdicts import Remark, Trust, Verdicts
from certkeeper.ports.certificates import Certificates
from certkeeper.ports.orders import Orders
from certkeeper.ports.receipts import ReceiptExistsError, UploadReceipt
from certkeeper.ports.uploads import MAX_WITH_NAMES, UploadIntent, Uploads
from tests.contracts.examples import NOW, SCOPE, a_version, an_order, new_id, pending_certificate, some_facts

VERDICTS = Verdicts(Trust.PRIVATE, (Remark("acm_key_size", "too long"),), (Remark("root_included", "left out"),))


def an_intent(
    name: str = "brought",
    digest: str = "11" * 32,
    *,
    key: str | None = None,
    scope: str = SCOPE,
    names: tuple[str, ...] = ("shop.example.test",),
) -> UploadIntent:
    """An upload of something new, with every field filled."""
    certificate_id, upload_id = new_id(), new_id()
    facts = replace(some_facts(), sha256=digest, names=names)
    version = CertificateVersion(
        certificate_id, 1, facts, "leaf\n", "chain\n", NOW, upload_id, root_pem="root\n", verdicts=VERDICTS
    )
    certificate = Certificate(
        certificate_id=certificate_id,
        scope=scope,
        name=name,
        source=Source.UPLOADED,
        names=facts.names,
        created_at=NOW,
        order_id=upload_id,
        version=1,
        facts=facts,
        settings=Settings("shop.example.test", notices_enabled=False, notice_days=(30, 7), renewal_enabled=False),
    )
    receipt = UploadReceipt(scope, key, "what was asked", certificate_id) if key else None
    return UploadIntent(certificate, version, NOW, receipt)


def a_successor(certificate: Certificate, digest: str = "22" * 32) -> UploadIntent:
    """An upload of the next version."""
    upload_id = new_id()
    facts = replace(some_facts("new.example.test"), sha256=digest)
    number = certificate.next_version
    version = CertificateVersion(
        certificate_id=certificate.certificate_id,
        version=number,
        facts=facts,
        certificate_pem="leaf 2\n",
        chain_pem="",
        created_at=NOW,
        order_id=upload_id,
        verdicts=VERDICTS,
        confirmed_losses=(Loss.NAMES_LOST,),
    )
    return UploadIntent(certificate, version, NOW)


def done(uploads: Uploads, intent: UploadIntent) -> Certificate:
    """From the beginning to the end."""
    uploads.record_intent(intent)
    certificate = uploads.commit(intent)
    uploads.delete_intent(intent)
    return certificate


def _stored_intents(uploads: Uploads, now: datetime) -> list[UploadIntent | None]:
    return [uploads.read_intent(overdue) for overdue in uploads.overdue_intents(now)]


class UploadsContract:
    """Give fixtures `uploads`, `certificates` and `orders` over one empty table."""

    def test_what_was_uploaded_is_stored_as_it_was(self, uploads: Uploads, certificates: Certificates) -> None:
        """With every field; certificate, version, digest and receipt."""
        intent = an_intent(key="click")
        assert done(uploads, intent) == intent.certificate
        certificate_id = intent.certificate.certificate_id
        assert certificates.get(SCOPE, certificate_id) == intent.certificate
        assert list(certificates.versions(certificate_id)) == [intent.version]
        assert uploads.holder(SCOPE, intent.version.facts.sha256) == certificate_id
        assert uploads.receipt(SCOPE, "click") == intent.receipt

    def test_nothing_is_there_before(self, uploads: Uploads) -> None:
        """None, no error."""
        assert uploads.receipt(SCOPE, "click") is None
        assert uploads.holder(SCOPE, "11" * 32) is None
        assert _stored_intents(uploads, NOW) == []

    def test_finishing_twice_is_once(self, uploads: Uploads, certificates: Certificates) -> None:
        """The reconciler may come while the answer is on its way."""
        intent = an_intent(key="click")
        uploads.record_intent(intent)
        assert uploads.commit(intent) == uploads.commit(intent)
        assert len(certificates.versions(intent.certificate.certificate_id)) == 1

    def test_the_same_certificate_is_in_a_scope_once(self, uploads: Uploads, certificates: Certificates) -> None:
        """The refusal names the one that is there; another scope is another matter."""
        first, again = an_intent(), an_intent("other")
        done(uploads, first)
        uploads.record_intent(again)
        with pytest.raises(DuplicateCertificateError) as caught:
            uploads.commit(again)
        assert caught.value.certificate_id == first.certificate.certificate_id
        assert list(certificates.versions(again.certificate.certificate_id)) == []
        done(uploads, an_intent(scope="blog"))

    def test_what_was_issued_is_not_uploaded_again(self, uploads: Uploads, orders: Orders) -> None:
        """Digests of issued certificates are held too."""
        order = an_order()
        orders.place(order, pending_certificate(order), None)
        version = a_version(order)
        orders.commit(replace(order, status=OrderStatus.VALID), version)
        assert uploads.holder(SCOPE, version.facts.sha256) == order.certificate_id

    def test_certificates_are_found_by_their_names(self, uploads: Uploads, orders: Orders) -> None:
        """Newest first, whatever the case and the sequence of the names; issued ones too, and none of another scope."""
        names = ("b.shop.test", "a.shop.test")
        old = an_intent(names=names)
        done(uploads, old)
        done(uploads, an_intent("elsewhere", scope="blog", names=names))
        done(uploads, an_intent("more names", "22" * 32, names=(*names, "c.shop.test")))
        order = an_order(names=names)
        orders.place(order, pending_certificate(order), None)
        assert list(uploads.with_names(SCOPE, names)) == [old.certificate.certificate_id]
        orders.commit(replace(order, status=OrderStatus.VALID), a_version(order))
        expected = [order.certificate_id, old.certificate.certificate_id]
        assert list(uploads.with_names(SCOPE, ("A.shop.test", "B.SHOP.test"))) == expected
        assert list(uploads.with_names(SCOPE, ("a.shop.test",))) == []

    def test_a_certificate_is_found_by_the_names_that_it_had(self, uploads: Uploads) -> None:
        """They may be current again; one without names is found by none."""
        before = done(uploads, an_intent())
        done(uploads, a_successor(before))
        assert list(uploads.with_names(SCOPE, before.names)) == [before.certificate_id]
        assert list(uploads.with_names(SCOPE, ("new.example.test",))) == [before.certificate_id]
        done(uploads, an_intent("nameless", "33" * 32, names=()))
        assert list(uploads.with_names(SCOPE, ())) == []

    def test_few_certificates_are_found_however_many_there_are(self, uploads: Uploads) -> None:
        """The newest."""
        intents = [an_intent(f"n{number}", f"{number:064}") for number in range(MAX_WITH_NAMES + 1)]
        for intent in intents:
            done(uploads, intent)
        found = [intent.certificate.certificate_id for intent in reversed(intents)]
        assert list(uploads.with_names(SCOPE, intents[0].certificate.names)) == found[:MAX_WITH_NAMES]

    def test_a_taken_name_is_refused(self, uploads: Uploads) -> None:
        """And nothing is stored."""
        done(uploads, an_intent())
        second = an_intent(digest="33" * 32)
        uploads.record_intent(second)
        with pytest.raises(ConflictError) as caught:
            uploads.commit(second)
        assert caught.value.code == "name_taken"
        assert uploads.holder(SCOPE, "33" * 32) is None

    def test_a_receipt_is_written_once(self, uploads: Uploads) -> None:
        """Of two requests with one key the second must check what the first has done."""
        done(uploads, an_intent(key="click"))
        second = an_intent("other", "33" * 32, key="click")
        uploads.record_intent(second)
        with pytest.raises(ReceiptExistsError):
            uploads.commit(second)

    def test_a_successor_becomes_the_current_version(self, uploads: Uploads, certificates: Certificates) -> None:
        """Id, name and settings stay; names and facts are the new one's."""
        before = done(uploads, an_intent())
        intent = a_successor(before)
        after = done(uploads, intent)
        assert after == certificates.get(SCOPE, before.certificate_id)
        assert after == replace(
            before,
            version=2,
            names=("new.example.test",),
            facts=intent.version.facts,
            latest_version=2,
            kept=(2, 1),
            order_id=intent.upload_id,
            revision=1,
        )
        assert certificates.versions(before.certificate_id)[0] == intent.version
        assert [version.version for version in certificates.versions(before.certificate_id)] == [2, 1]

    def test_an_upload_in_the_place_of_an_issued_version_ends_its_renewal(
        self, uploads: Uploads, orders: Orders, certificates: Certificates
    ) -> None:
        """Nothing says how to order it any more, and it counts as uploaded."""
        order = an_order()
        orders.place(order, pending_certificate(order), None)
        orders.commit(replace(order, status=OrderStatus.VALID), a_version(order))
        before = certificates.get(SCOPE, order.certificate_id)
        after = done(uploads, a_successor(before))
        assert (before.source, after.source, after.plan) == (Source.ISSUED, Source.UPLOADED, None)

    def test_of_two_successors_at_once_one_wins(self, uploads: Uploads, certificates: Certificates) -> None:
        """The other one is returned."""
        before = done(uploads, an_intent())
        first, second = a_successor(before), a_successor(before, "33" * 32)
        uploads.record_intent(first)
        uploads.record_intent(second)
        uploads.commit(first)
        with pytest.raises(CertificateChangedError):
            uploads.commit(second)
        assert certificates.get(SCOPE, before.certificate_id).order_id == first.upload_id

    def test_an_upload_without_its_note_is_not_finished(self, uploads: Uploads) -> None:
        """The reconciler has undone it: the secret is going."""
        intent = an_intent()
        uploads.record_intent(intent)
        uploads.delete_intent(intent)
        with pytest.raises(CertificateChangedError):
            uploads.commit(intent)

    def test_a_note_is_due_when_its_process_must_have_ended(self, uploads: Uploads) -> None:
        """Not before; whole, oldest first, and gone when it is forgotten."""
        young = replace(an_intent(), started_at=NOW)
        old = replace(an_intent("other", key="click"), started_at=NOW - timedelta(minutes=5))
        uploads.record_intent(young)
        uploads.record_intent(old)
        assert _stored_intents(uploads, NOW + timedelta(minutes=4)) == []
        assert _stored_intents(uploads, NOW + timedelta(minutes=6)) == [old]
        assert _stored_intents(uploads, NOW + timedelta(minutes=11)) == [old, young]
        uploads.delete_intent(old)
        uploads.delete_intent(old)
        assert _stored_intents(uploads, NOW + timedelta(minutes=11)) == [young]

    def test_a_note_is_called_by_the_id_of_its_upload(self, uploads: Uploads) -> None:
        """And one that has gone since the notes were listed says nothing."""
        intent = an_intent()
        uploads.record_intent(intent)
        (overdue,) = uploads.overdue_intents(NOW + timedelta(minutes=11))
        assert overdue.intent_id == intent.upload_id
        uploads.delete_intent(intent)
        assert uploads.read_intent(overdue) is None

    def test_however_many_notes_stay_none_is_hidden(self, uploads: Uploads) -> None:
        """More than DynamoDB puts on one page: a overdue is as large as the certificate that it is about."""
        pem = "x" * 100_000
        for number in range(12):
            intent = an_intent(f"n{number}")
            uploads.record_intent(replace(intent, version=replace(intent.version, certificate_pem=pem)))
        assert len(uploads.overdue_intents(NOW + timedelta(minutes=11))) == 12
