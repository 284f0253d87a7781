"""The contract of `ports.renewals.Renewals`: what is due is found, and written where nobody else was faster."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from certkeeper.domain.certificates.certificate import Certificate, Settings
from certkeeper.domain.certificates.revocations import RevocationReason
from certkeeper.domain.errors import CertificateChangedError
from certkeeper.domain.events import Event, EventType
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.failures import Failure
from certkeeper.domain.orders.order import Order, OrderStatus
from certkeeper.domain.renewal.plan import plan_of
from certkeeper.domain.renewal.state import RenewalState, RenewalWindow
from certkeeper.ports.certificates import CertificateChanges, Certificates
from certkeeper.ports.orders import Orders
from certkeeper.ports.receipts import ReceiptExistsError
from certkeeper.ports.removals import Removal, RemovalKind, Removals
from certkeeper.ports.renewals import Renewals, UnreadableRow
from certkeeper.ports.uploads import Uploads
from tests.contracts.examples import NOW, SCOPE, a_receipt, a_version, an_order, pending_certificate
from tests.contracts.rows.uploads import a_successor, an_intent, done

MINUTE = timedelta(minutes=1)
LATER = NOW + timedelta(days=400)
EVENT = Event("id", EventType.CERTIFICATE_EXPIRING, NOW, SCOPE, "c", "o", (("name", "Grüße"),))
STATE = RenewalState(
    version=1,
    order_id="o2",
    order_check_at=NOW + MINUTE,
    failures=2,
    first_failed_at=NOW,
    last_failure=Failure("refused", "do this", "urn:x", ("shop.example.test",)),
    next_attempt_at=NOW + MINUTE * 2,
    held_back=True,
    window=RenewalWindow(NOW, NOW + MINUTE, "https://why"),
    chosen_at=NOW + timedelta(seconds=7),
    poll_at=NOW + MINUTE * 3,
    new_key_wanted_at=NOW + MINUTE * 4,
    announced=("expiring:14",),
)


class RenewalsContract:
    """Give fixtures `renewals`, `certificates`, `orders`, `uploads`, `changes` and `removals` over one empty table."""

    def test_a_pending_certificate_is_due_when_its_order_must_have_been_started(
        self, orders: Orders, renewals: Renewals
    ) -> None:
        """Ten minutes, not before."""
        order = _placed(orders)
        assert _due(renewals, NOW + MINUTE * 10 - timedelta(seconds=1)) == []
        assert [each.certificate_id for each in _due(renewals, NOW + MINUTE * 10)] == [order.certificate_id]

    def test_a_new_version_is_due_at_once_and_has_a_plan(
        self, orders: Orders, certificates: Certificates, renewals: Renewals
    ) -> None:
        """As its order was made; the index shows what the table has."""
        order = _issued(orders, challenge=ChallengeType.HTTP_01, profile="tlsserver", spread_renewal=True)
        (found,) = _due(renewals, NOW)
        assert found == certificates.get(SCOPE, order.certificate_id)
        assert found.plan == plan_of(order)

    def test_an_order_that_ends_without_a_version_makes_its_certificate_due(
        self, orders: Orders, renewals: Renewals
    ) -> None:
        """Whoever has read it before must read it again: else its next check would be lost."""
        first = _issued(orders)
        (read,) = _due(renewals, NOW)
        read = renewals.save(read, None)
        second = an_order(certificate_id=first.certificate_id)
        orders.place(second, None, None)
        orders.close(replace(second, status=OrderStatus.INVALID, closed_at=NOW + MINUTE))
        (found,) = _due(renewals, NOW + MINUTE)
        with pytest.raises(CertificateChangedError):
            renewals.save(read, None)
        renewals.save(found, None)

    def test_a_first_order_that_ends_leaves_nothing_due(self, orders: Orders, renewals: Renewals) -> None:
        """There is no certificate any more."""
        order = _placed(orders)
        orders.close(replace(order, status=OrderStatus.INVALID, closed_at=NOW))
        assert _due(renewals, LATER) == []

    def test_whatever_people_change_is_due_at_once(
        self, orders: Orders, renewals: Renewals, changes: CertificateChanges, removals: Removals
    ) -> None:
        """Settings, a revocation, a deletion, a restoration: each may change what comes next."""
        order = _issued(orders)
        (found,) = _due(renewals, NOW)
        quiet = renewals.save(found, None)
        changes.update(quiet, replace(quiet, settings=Settings(renewal_enabled=False)))
        quiet = _only(renewals)
        assert not quiet.settings.renewal_enabled
        changes.revoke(quiet, 1, RevocationReason.SUPERSEDED, EVENT, NOW)
        quiet = _only(renewals)
        assert quiet.revoked_at == NOW
        removals.delete(Removal(RemovalKind.DELETION, "r1", quiet, NOW, "ada", LATER))
        quiet = _only(renewals)
        assert quiet.deleted_at == NOW
        back = Removal(RemovalKind.RESTORATION, "r2", quiet, NOW, "ada")
        removals.record_intent(back)
        removals.restore(back)
        assert _only(renewals).deleted_at is None
        assert order.certificate_id == quiet.certificate_id

    def test_an_upload_is_due_at_once_and_has_no_plan(
        self, uploads: Uploads, certificates: Certificates, renewals: Renewals, orders: Orders
    ) -> None:
        """Nor has one that succeeds what Certkeeper had ordered."""
        brought = done(uploads, an_intent())
        (found,) = _due(renewals, NOW)
        assert (found, found.plan) == (brought, None)
        renewals.save(found, None)
        order = _issued(orders)
        ordered = certificates.get(SCOPE, order.certificate_id)
        assert ordered.plan
        after = done(uploads, a_successor(ordered))
        assert after.plan is None
        assert after in _due(renewals, NOW)

    def test_what_is_saved_is_read_back_with_every_field(
        self, orders: Orders, certificates: Certificates, renewals: Renewals
    ) -> None:
        """State and outbox; and nothing else is written."""
        order = _issued(orders)
        (found,) = _due(renewals, NOW)
        changed = replace(found, renewal=STATE, outbox=(EVENT,), name="of somebody else")
        saved = renewals.save(changed, NOW + MINUTE)
        assert saved.revision == found.revision + 1
        stored = certificates.get(SCOPE, order.certificate_id)
        assert stored == replace(found, renewal=STATE, outbox=(EVENT,), revision=saved.revision)
        emptied = renewals.save(replace(stored, renewal=RenewalState(), outbox=()), None)
        assert certificates.get(SCOPE, order.certificate_id) == emptied

    def test_a_check_is_due_from_its_second_on(self, orders: Orders, renewals: Renewals) -> None:
        """A part of a second counts as the whole one: nothing is due before it is due."""
        _issued(orders)
        (found,) = _due(renewals, NOW)
        saved = renewals.save(found, NOW + timedelta(milliseconds=1))
        assert _due(renewals, NOW) == []
        assert len(_due(renewals, NOW + timedelta(seconds=1))) == 1
        renewals.save(saved, None)
        assert _due(renewals, LATER) == []

    def test_what_has_waited_longest_comes_first_and_all_of_it_comes(self, orders: Orders, renewals: Renewals) -> None:
        """In each shard, over all pages, while what was read is written."""
        for _ in range(30):
            _issued(orders)
        for number, certificate in enumerate(_due(renewals, NOW)):
            renewals.save(certificate, NOW + MINUTE * (number % 7))
        seen = []
        for shard in range(renewals.shards):
            for each in renewals.due(shard, NOW + MINUTE * 7):
                assert isinstance(each, Certificate)
                seen.append(each.certificate_id)
                renewals.save(each, None)
        assert len(seen) == len(set(seen)) == 30
        assert _due(renewals, LATER) == []

    def test_a_write_that_was_overtaken_changes_nothing(
        self, orders: Orders, certificates: Certificates, renewals: Renewals
    ) -> None:
        """Neither the certificate nor the orders."""
        order = _issued(orders)
        (found,) = _due(renewals, NOW)
        renewals.save(found, NOW)
        stored = certificates.get(SCOPE, order.certificate_id)
        with pytest.raises(CertificateChangedError):
            renewals.save(replace(found, renewal=STATE), None)
        late = an_order(certificate_id=order.certificate_id)
        with pytest.raises(CertificateChangedError):
            renewals.begin(replace(found, renewal=STATE), late, None)
        assert certificates.get(SCOPE, order.certificate_id) == stored
        assert late.order_id not in {each.order_id for each in orders.list(SCOPE, limit=9, cursor=None).items}

    def test_a_renewal_begins_with_its_order_or_not_at_all(
        self, orders: Orders, certificates: Certificates, renewals: Renewals
    ) -> None:
        """Certificate, order and receipt in one; of two with one key the second is refused."""
        first = _issued(orders)
        (found,) = _due(renewals, NOW)
        second = an_order(certificate_id=first.certificate_id, renews_version=1, replaces="a.b")
        begun = renewals.begin(replace(found, renewal=STATE), second, NOW + MINUTE, a_receipt(second))
        assert certificates.get(SCOPE, first.certificate_id) == begun
        assert orders.get(SCOPE, second.order_id) == second
        assert orders.receipt(SCOPE, "click-1") == a_receipt(second)
        third = an_order(certificate_id=first.certificate_id)
        with pytest.raises(ReceiptExistsError):
            renewals.begin(begun, third, NOW, a_receipt(third))
        assert certificates.get(SCOPE, first.certificate_id) == begun


def _due(renewals: Renewals, now: datetime) -> list[Certificate]:
    found = [each for shard in range(renewals.shards) for each in renewals.due(shard, now)]
    return [each for each in found if not isinstance(each, UnreadableRow)]


def _only(renewals: Renewals) -> Certificate:
    """The one that is due; afterwards it is not."""
    (found,) = _due(renewals, NOW)
    return renewals.save(found, None)


def _placed(orders: Orders, **changes: object) -> Order:
    order = an_order(**changes)
    order = replace(order, name=order.order_id)
    orders.place(order, pending_certificate(order), None)
    return order


def _issued(orders: Orders, **changes: object) -> Order:
    order = _placed(orders, **changes)
    return orders.commit(replace(order, status=OrderStatus.VALID), a_version(order))
