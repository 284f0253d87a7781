"""The contract of `ports.uploads.Activations`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
from certkeeper.domain.errors import CertificateChangedError
from certkeeper.domain.events import Event, EventType
from certkeeper.domain.orders.order import Order, OrderStatus
from certkeeper.domain.renewal.plan import plan_of
from certkeeper.ports.certificates import Certificates
from certkeeper.ports.orders import Orders
from certkeeper.ports.receipts import ReceiptExistsError, UploadReceipt
from certkeeper.ports.removals import Removal, RemovalKind, Removals
from certkeeper.ports.uploads import Activation, Activations, Uploads
from tests.contracts.examples import NOW, SCOPE, a_version, an_order, new_id, pending_certificate
from tests.contracts.rows.uploads import a_successor, done

LATER = NOW + timedelta(minutes=11)


class ActivationsContract:
    """Give fixtures `activations`, `uploads`, `orders`, `removals` and `certificates` over one empty table."""

    def test_an_earlier_version_is_current_again_with_what_its_row_says(
        self, activations: Activations, uploads: Uploads, orders: Orders, certificates: Certificates
    ) -> None:
        """Names, facts, source and plan are the version's; the count of versions goes on, and both are kept."""
        order, activation = _two_versions(orders, uploads, certificates)
        before = activation.certificate
        activations.record_intent(activation)
        after = activations.commit(activation, _event(activation))
        assert after == certificates.get(SCOPE, before.certificate_id)
        assert (after.version, after.latest_version, after.kept) == (1, 2, (1, 2))
        assert (after.names, after.source.value, after.order_id) == (order.names, "issued", order.order_id)
        assert after.plan == plan_of(order)
        assert (after.revision, after.outbox) == (before.revision + 1, (_event(activation),))
        assert after.next_version == 3

    def test_the_next_version_has_a_number_that_no_other_had(
        self, activations: Activations, uploads: Uploads, orders: Orders, certificates: Certificates
    ) -> None:
        """Whichever is current."""
        _, activation = _two_versions(orders, uploads, certificates)
        activations.record_intent(activation)
        after = activations.commit(activation, _event(activation))
        successor = done(uploads, a_successor(after, "44" * 32))
        assert (successor.version, successor.kept) == (3, (3, 1, 2))
        assert [each.version for each in certificates.versions(after.certificate_id)] == [3, 2, 1]

    def test_a_committed_activation_has_no_intent_left(
        self, activations: Activations, uploads: Uploads, orders: Orders, certificates: Certificates
    ) -> None:
        """Both are one transaction, so an intent that is there was not committed; again it is refused."""
        _, activation = _two_versions(orders, uploads, certificates)
        activations.record_intent(activation)
        assert [activations.read_intent(each) for each in activations.overdue_intents(LATER)] == [activation]
        assert activations.overdue_intents(NOW) == activations.overdue_intents(NOW)[:0]
        activations.commit(activation, _event(activation))
        assert not activations.overdue_intents(LATER)
        with pytest.raises(CertificateChangedError):
            activations.commit(activation, _event(activation))

    def test_without_its_intent_it_is_refused(
        self, activations: Activations, uploads: Uploads, orders: Orders, certificates: Certificates
    ) -> None:
        """The reconciler has undone it."""
        _, activation = _two_versions(orders, uploads, certificates)
        activations.record_intent(activation)
        activations.delete_intent(activation)
        with pytest.raises(CertificateChangedError):
            activations.commit(activation, _event(activation))
        assert certificates.get(SCOPE, activation.certificate.certificate_id) == activation.certificate

    def test_a_certificate_that_was_changed_meanwhile_stays(
        self,
        activations: Activations,
        uploads: Uploads,
        orders: Orders,
        removals: Removals,
        certificates: Certificates,
    ) -> None:
        """Deleted, say."""
        _, activation = _two_versions(orders, uploads, certificates)
        activations.record_intent(activation)
        gone = removals.delete(
            Removal(RemovalKind.DELETION, new_id(), activation.certificate, NOW, "ada", NOW + timedelta(days=7))
        )
        with pytest.raises(CertificateChangedError):
            activations.commit(activation, _event(activation))
        assert certificates.get(SCOPE, gone.certificate_id) == gone

    def test_one_idempotency_key_is_for_one_request(
        self, activations: Activations, uploads: Uploads, orders: Orders, certificates: Certificates
    ) -> None:
        """Uploads and activations share them."""
        _, activation = _two_versions(orders, uploads, certificates)
        receipt = UploadReceipt(SCOPE, "click", "what was asked", activation.certificate.certificate_id)
        activation = replace(activation, receipt=receipt)
        activations.record_intent(activation)
        after = activations.commit(activation, _event(activation))
        assert activations.receipt(SCOPE, "click") == uploads.receipt(SCOPE, "click") == receipt
        second = replace(activation, activation_id=new_id(), certificate=after)
        activations.record_intent(second)
        with pytest.raises(ReceiptExistsError):
            activations.commit(second, _event(second))

    def test_a_published_event_leaves_the_outbox(
        self, activations: Activations, uploads: Uploads, orders: Orders, certificates: Certificates
    ) -> None:
        """As that of a revocation does."""
        _, activation = _two_versions(orders, uploads, certificates)
        activations.record_intent(activation)
        after = activations.commit(activation, _event(activation))
        assert activations.mark_published(after, _event(activation)).outbox == ()


def _two_versions(orders: Orders, uploads: Uploads, certificates: Certificates) -> tuple[Order, Activation]:
    """An issued version, then an uploaded one, and the activation of the first."""
    order = an_order()
    orders.place(order, pending_certificate(order), None)
    version: CertificateVersion = a_version(order)
    orders.commit(replace(order, status=OrderStatus.VALID), version)
    issued = certificates.get(SCOPE, order.certificate_id)
    current: Certificate = done(uploads, a_successor(issued, "33" * 32))
    return order, Activation(new_id(), current, version, NOW, "arn:ada")


def _event(activation: Activation) -> Event:
    certificate = activation.certificate
    return Event(activation.activation_id, EventType.CERTIFICATE_ACTIVATED, NOW, SCOPE, certificate.certificate_id, "")
