"""The contract of `ports.orders.Orders.commit` and `close`: an order ends with a certificate's version, or without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certkeeper.domain.errors import NotFoundError, OrderChangedError
from certkeeper.domain.orders.order import Order, OrderStatus
from certkeeper.ports.certificates import Certificates
from certkeeper.ports.orders import Orders
from tests.contracts.examples import SCOPE, a_version, an_order, new_id, pending_certificate, some_facts


class OrderEndsContract:
    """Give fixtures `orders` and `certificates` over one empty table."""

    # -- with a certificate

    def test_committing_stores_version_certificate_and_order(self, orders: Orders, certificates: Certificates) -> None:
        """All three say the same."""
        order = _placed(orders)
        version = a_version(order)
        saved = orders.commit(replace(order, status=OrderStatus.VALID), version)
        assert saved == orders.get(SCOPE, order.order_id) == replace(order, status=OrderStatus.VALID, revision=1)
        assert certificates.version(order.certificate_id, 1) == version
        certificate = certificates.get(SCOPE, order.certificate_id)
        assert (certificate.version, certificate.facts, certificate.order_id) == (1, version.facts, order.order_id)
        assert certificate.revision == 1

    def test_committing_again_changes_nothing(self, orders: Orders, certificates: Certificates) -> None:
        """A task that died after the commit gets what was stored, also where it counts the version on."""
        order = _placed(orders)
        saved = orders.commit(replace(order, status=OrderStatus.VALID), a_version(order))
        certificate = certificates.get(SCOPE, order.certificate_id)
        assert orders.commit(replace(order, status=OrderStatus.VALID, url="other"), a_version(order)) == saved
        assert orders.commit(saved, a_version(order, 2)) == saved
        assert orders.get(SCOPE, order.order_id) == saved
        assert certificates.get(SCOPE, order.certificate_id) == certificate
        with pytest.raises(NotFoundError):
            certificates.version(order.certificate_id, 2)

    def test_a_changed_order_is_not_committed(self, orders: Orders, certificates: Certificates) -> None:
        """Somebody has cancelled it, say: then there is no version either."""
        order = _placed(orders)
        orders.save(order)
        with pytest.raises(OrderChangedError):
            orders.commit(order, a_version(order))
        assert certificates.get(SCOPE, order.certificate_id).version == 0
        with pytest.raises(NotFoundError):
            certificates.version(order.certificate_id, 1)

    def test_a_renewal_adds_a_version(self, orders: Orders, certificates: Certificates) -> None:
        """The older one stays; names and facts are the newer one's."""
        first = _issued(orders)
        second = an_order(certificate_id=first.certificate_id)
        orders.place(second, None, None)
        facts = some_facts("shop.example.test", "new.example.test")
        orders.commit(second, a_version(second, 2, facts))
        certificate = certificates.get(SCOPE, first.certificate_id)
        assert (certificate.version, certificate.order_id) == (2, second.order_id)
        assert certificate.names == ("shop.example.test", "new.example.test")
        assert certificates.version(first.certificate_id, 1).order_id == first.order_id

    def test_of_two_orders_for_one_version_one_wins(self, orders: Orders, certificates: Certificates) -> None:
        """The second must count on."""
        first = _issued(orders)
        second, third = (an_order(certificate_id=first.certificate_id) for _ in range(2))
        orders.place(second, None, None)
        orders.place(third, None, None)
        orders.commit(second, a_version(second, 2))
        with pytest.raises(OrderChangedError):
            orders.commit(third, a_version(third, 2))
        assert certificates.version(first.certificate_id, 2).order_id == second.order_id
        assert orders.get(SCOPE, third.order_id) == third

    def test_there_is_no_version_without_a_certificate(self, orders: Orders, certificates: Certificates) -> None:
        """It was removed when its first order ended."""
        order = _placed(orders)
        closed = orders.close(replace(order, status=OrderStatus.INVALID))
        with pytest.raises(OrderChangedError):
            orders.commit(closed, a_version(order))
        with pytest.raises(NotFoundError):
            certificates.get(SCOPE, order.certificate_id)

    @pytest.mark.parametrize("certificate_id", [new_id(), "", "x" * 5000])
    def test_a_version_that_never_was_is_not_found(self, certificates: Certificates, certificate_id: str) -> None:
        """Whatever form the id has."""
        with pytest.raises(NotFoundError):
            certificates.version(certificate_id, 1)

    # -- without

    def test_closing_a_first_order_frees_its_name(self, orders: Orders, certificates: Certificates) -> None:
        """The certificate that never was is gone, the order stays with its end."""
        order = _placed(orders)
        closed = orders.close(replace(order, status=OrderStatus.EXPIRED))
        assert orders.get(SCOPE, order.order_id) == closed == replace(order, status=OrderStatus.EXPIRED, revision=1)
        with pytest.raises(NotFoundError):
            certificates.get(SCOPE, order.certificate_id)
        again = an_order()
        orders.place(again, pending_certificate(again), None)

    def test_closing_a_renewal_keeps_the_certificate(self, orders: Orders, certificates: Certificates) -> None:
        """And its name."""
        first = _issued(orders)
        second = an_order(certificate_id=first.certificate_id)
        orders.place(second, None, None)
        orders.close(replace(second, status=OrderStatus.INVALID))
        assert certificates.get(SCOPE, first.certificate_id).version == 1
        assert orders.get(SCOPE, second.order_id).status is OrderStatus.INVALID

    def test_a_changed_order_is_not_closed(self, orders: Orders, certificates: Certificates) -> None:
        """And nothing is removed."""
        order = _placed(orders)
        orders.save(order)
        with pytest.raises(OrderChangedError):
            orders.close(order)
        assert certificates.get(SCOPE, order.certificate_id).version == 0

    def test_closing_again_does_no_harm(self, orders: Orders) -> None:
        """Also where the name belongs to somebody else by now."""
        order = _placed(orders)
        closed = orders.close(replace(order, status=OrderStatus.INVALID))
        again = an_order()
        orders.place(again, pending_certificate(again), None)
        orders.close(closed)
        assert orders.get(SCOPE, again.order_id) == again


def _placed(orders: Orders) -> Order:
    order = an_order()
    orders.place(order, pending_certificate(order), None)
    return order


def _issued(orders: Orders) -> Order:
    order = _placed(orders)
    return orders.commit(replace(order, status=OrderStatus.VALID), a_version(order))
