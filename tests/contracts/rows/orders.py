"""The contract of `ports.orders.Orders`: placing, reading, listing, saving, waking. The ends are in order_ends.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import pytest

from certkeeper.domain.errors import ConflictError, NotFoundError, OrderChangedError, RefusedError
from certkeeper.domain.orders.order import Order, OrderStatus
from certkeeper.ports.certificates import Certificates
from certkeeper.ports.orders import Orders
from certkeeper.ports.receipts import ReceiptExistsError
from tests.contracts.examples import SCOPE, a_receipt, an_order, new_id, pending_certificate, with_everything


class StateMachine(Protocol):
    """The other writer of an order's row."""

    def wait(self, scope: str, order_id: str, token: str, *, wake_count: int) -> bool:
        """What an Await state writes; False where somebody has called since `wake_count` was read."""


class OrdersContract:
    """Give fixtures `orders` and `certificates` over one empty table, and `machine`, which writes beside them."""

    # -- placing

    def test_a_placed_order_is_read_back_as_it_was(self, orders: Orders) -> None:
        """With every field that an order may have."""
        order = with_everything(an_order())
        orders.place(order, None, None)
        assert orders.get(SCOPE, order.order_id) == order

    def test_placing_stores_certificate_and_receipt_too(self, orders: Orders, certificates: Certificates) -> None:
        """All three can be read at once."""
        order = an_order()
        orders.place(order, pending_certificate(order), a_receipt(order))
        assert certificates.get(SCOPE, order.certificate_id) == pending_certificate(order)
        assert orders.receipt(SCOPE, "click-1") == a_receipt(order)

    def test_a_taken_name_is_refused_and_nothing_is_stored(self, orders: Orders, certificates: Certificates) -> None:
        """Neither the second order nor its certificate nor its receipt."""
        first, second = an_order(), an_order()
        orders.place(first, pending_certificate(first), None)
        with pytest.raises(ConflictError) as caught:
            orders.place(second, pending_certificate(second), a_receipt(second))
        assert caught.value.code == "name_taken"
        assert orders.receipt(SCOPE, "click-1") is None
        with pytest.raises(NotFoundError):
            orders.get(SCOPE, second.order_id)
        with pytest.raises(NotFoundError):
            certificates.get(SCOPE, second.certificate_id)

    def test_a_name_is_free_in_another_scope(self, orders: Orders) -> None:
        """Names are unique within a scope only."""
        first, second = an_order(), an_order(scope="blog")
        orders.place(first, pending_certificate(first), None)
        orders.place(second, pending_certificate(second), None)
        assert orders.get("blog", second.order_id) == second

    def test_a_repeated_request_meets_its_receipt(self, orders: Orders) -> None:
        """Not the name that the first of the two has taken: that would be a conflict with oneself."""
        first, second = an_order(), an_order()
        orders.place(first, pending_certificate(first), a_receipt(first))
        with pytest.raises(ReceiptExistsError):
            orders.place(second, pending_certificate(second), a_receipt(second))
        assert orders.receipt(SCOPE, "click-1") == a_receipt(first)
        with pytest.raises(NotFoundError):
            orders.get(SCOPE, second.order_id)

    def test_a_key_that_was_never_used_has_no_receipt(self, orders: Orders) -> None:
        """Nor has one of another scope."""
        order = an_order()
        orders.place(order, None, a_receipt(order))
        assert orders.receipt(SCOPE, "click-2") is None
        assert orders.receipt("blog", "click-1") is None

    # -- reading

    @pytest.mark.parametrize("order_id", [new_id(), "", "x" * 5000, "../1", "\0", "ORDER"])
    def test_what_was_never_placed_is_not_found(self, orders: Orders, order_id: str) -> None:
        """Whatever form it has."""
        with pytest.raises(NotFoundError) as caught:
            orders.get(SCOPE, order_id)
        assert caught.value.kind == "order"

    def test_an_order_of_another_scope_is_not_found(self, orders: Orders) -> None:
        """The scope is part of where it stands."""
        order = an_order()
        orders.place(order, None, None)
        with pytest.raises(NotFoundError):
            orders.get("blog", order.order_id)

    # -- listing

    def test_the_list_is_newest_first_and_paged(self, orders: Orders) -> None:
        """Every page is full until the last, and the last has no cursor."""
        placed = _place(orders, 5)
        first = orders.list(SCOPE, limit=2, cursor=None)
        second = orders.list(SCOPE, limit=2, cursor=first.next_cursor)
        third = orders.list(SCOPE, limit=2, cursor=second.next_cursor)
        shown = [order.order_id for page in (first, second, third) for order in page.items]
        assert shown == [order.order_id for order in reversed(placed)]
        assert (len(first.items), len(second.items), len(third.items)) == (2, 2, 1)
        assert third.next_cursor is None

    def test_a_list_that_ends_with_a_full_page_has_no_cursor(self, orders: Orders) -> None:
        """Nobody is sent to an empty page."""
        _place(orders, 2)
        assert orders.list(SCOPE, limit=2, cursor=None).next_cursor is None

    def test_a_listed_order_has_all_but_its_inside(self, orders: Orders) -> None:
        """What may be left out is left out; nothing else is."""
        order = with_everything(an_order())
        orders.place(order, None, None)
        (shown,) = orders.list(SCOPE, limit=9, cursor=None).items
        assert shown == replace(order, authorizations=(), findings=(), records=())

    def test_a_list_shows_its_scope_only(self, orders: Orders) -> None:
        """Another scope's orders are not there."""
        _place(orders, 1)
        assert orders.list("blog", limit=9, cursor=None).items == ()

    @pytest.mark.parametrize("cursor", ["", "x", "A" * 5000, "\0", "01990000-0000-7000-8000-00000000000G"])
    def test_a_malformed_cursor_is_refused(self, orders: Orders, cursor: str) -> None:
        """With a pointer to it, and without repeating it."""
        with pytest.raises(RefusedError) as caught:
            orders.list(SCOPE, limit=2, cursor=cursor)
        assert [violation.pointer for violation in caught.value.violations] == ["/cursor"]

    # -- saving

    def test_a_saved_order_is_read_back_with_the_next_revision(self, orders: Orders) -> None:
        """And so is what `save` gives."""
        order = an_order()
        orders.place(order, None, None)
        saved = orders.save(with_everything(order))
        assert saved == replace(with_everything(order), revision=1)
        assert orders.get(SCOPE, order.order_id) == saved

    def test_what_is_emptied_stays_empty(self, orders: Orders) -> None:
        """A field that is saved as nothing is nothing afterwards."""
        order = an_order()
        orders.place(with_everything(order), None, None)
        assert orders.get(SCOPE, order.order_id) == with_everything(order)
        assert orders.save(order) == orders.get(SCOPE, order.order_id) == replace(order, revision=1)

    def test_of_two_saves_of_one_revision_one_wins(self, orders: Orders) -> None:
        """The second must read again."""
        order = an_order()
        orders.place(order, None, None)
        orders.save(replace(order, url="first"))
        with pytest.raises(OrderChangedError):
            orders.save(replace(order, url="second"))
        assert orders.get(SCOPE, order.order_id).url == "first"

    def test_an_order_that_is_not_there_cannot_be_saved(self, orders: Orders) -> None:
        """Saving never makes a row."""
        order = an_order()
        with pytest.raises(OrderChangedError):
            orders.save(order)
        with pytest.raises(NotFoundError):
            orders.get(SCOPE, order.order_id)

    # -- waking

    def test_waking_a_waiting_machine_gives_its_token(self, orders: Orders, machine: StateMachine) -> None:
        """Its wait can be ended with it."""
        order = an_order()
        orders.place(order, None, None)
        assert machine.wait(SCOPE, order.order_id, "token", wake_count=0)
        saved, token = orders.save_and_wake(replace(order, verify_key="k"))
        assert (saved, token) == (replace(order, verify_key="k", revision=1, wake_count=1), "token")

    def test_waking_before_the_machine_waits_keeps_it_awake(self, orders: Orders, machine: StateMachine) -> None:
        """A wake-up between two states is not lost."""
        order = an_order()
        orders.place(order, None, None)
        _, token = orders.save_and_wake(order)
        assert token is None
        assert not machine.wait(SCOPE, order.order_id, "token", wake_count=0)

    def test_saving_leaves_the_machines_token_alone(self, orders: Orders, machine: StateMachine) -> None:
        """Whoever read the order before the machine fell asleep does not take its token away."""
        order = an_order()
        orders.place(order, None, None)
        machine.wait(SCOPE, order.order_id, "token", wake_count=0)
        _, token = orders.save_and_wake(orders.save(order))
        assert token == "token"

    def test_a_lost_race_wakes_nobody(self, orders: Orders, machine: StateMachine) -> None:
        """Mark and save are one write."""
        order = an_order()
        orders.place(order, None, None)
        orders.save(order)
        with pytest.raises(OrderChangedError):
            orders.save_and_wake(order)
        assert machine.wait(SCOPE, order.order_id, "token", wake_count=0)

    def test_a_machine_that_has_read_the_call_waits_anew(self, orders: Orders, machine: StateMachine) -> None:
        """However often the order is read in between; the next call gives the new wait's token."""
        order = an_order()
        orders.place(order, None, None)
        machine.wait(SCOPE, order.order_id, "old", wake_count=0)
        orders.save_and_wake(order)
        read = orders.get(SCOPE, order.order_id)
        orders.get(SCOPE, order.order_id)
        assert machine.wait(SCOPE, order.order_id, "new", wake_count=read.wake_count)
        assert orders.save_and_wake(read)[1] == "new"

    def test_an_order_that_has_ended_keeps_no_token(self, orders: Orders, machine: StateMachine) -> None:
        """Nobody waits any more."""
        order = an_order()
        orders.place(order, None, None)
        machine.wait(SCOPE, order.order_id, "token", wake_count=0)
        saved, _ = orders.save_and_wake(order)
        ended = orders.save(replace(saved, status=OrderStatus.CANCELLED))
        assert orders.save_and_wake(ended)[1] is None


def _place(orders: Orders, count: int) -> list[Order]:
    placed = [an_order() for _ in range(count)]
    for order in placed:
        orders.place(order, None, None)
    return placed
