"""The contract of `ports.scopes.Scopes`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest

from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.errors import ConflictError, LostUpdateError, NotFoundError
from certkeeper.domain.scopes import BUILT_IN, Scope, ScopeKind
from certkeeper.ports.orders import Orders
from certkeeper.ports.removals import Removals
from certkeeper.ports.scopes import Scopes
from certkeeper.ports.uploads import Uploads
from tests.contracts.examples import NOW, an_order, pending_certificate
from tests.contracts.rows.removals import a_deletion, a_restoration
from tests.contracts.rows.uploads import an_intent, done
from tests.fakes.failed_items import FailedItems

SHOP = Scope("shop", ScopeKind.ZONE, "example.test", NOW)
BLOG = Scope(
    "blog",
    ScopeKind.LISTENER,
    "blog.example.test",
    NOW,
    Solver.DELEGATED,
    profile="tlsserver",
    notices_enabled=False,
    notice_days=(30, 7),
    administrators=("ada@example.test", "olive@example.test"),
)


def _created(scopes: Scopes, scope: Scope) -> Scope:
    created = scopes.create(scope)
    assert created is not None
    return created


class ScopesContract:
    """Give fixtures `scopes`, `orders`, `uploads` and `removals` over one empty table."""

    def test_a_scope_is_read_back_as_it_was_created(self, scopes: Scopes) -> None:
        """With its first revision."""
        assert scopes.create(SHOP) == scopes.get("shop") == replace(SHOP, revision=1)
        assert scopes.create(BLOG) == scopes.get("blog") == replace(BLOG, revision=1)

    def test_creating_never_replaces(self, scopes: Scopes) -> None:
        """The second one hears so, and the first stays as it is."""
        scopes.create(BLOG)
        assert scopes.create(replace(BLOG, domain="other.test")) is None
        assert scopes.get("blog") == replace(BLOG, revision=1)

    def test_replacing_keeps_the_moment_of_creation(self, scopes: Scopes) -> None:
        """Everything else is replaced, and the revision is the next."""
        scopes.create(replace(BLOG, name="shop"))
        after = Scope("shop", ScopeKind.LISTENER, "shop.test", NOW, revision=1)
        assert scopes.replace(after) == scopes.get("shop") == replace(after, revision=2)

    def test_of_two_changes_of_one_revision_the_second_is_refused(self, scopes: Scopes) -> None:
        """It would undo the first without having seen it."""
        read = _created(scopes, SHOP)
        first = scopes.replace(replace(read, administrators=("ada@example.test",)))
        for change in (scopes.replace, lambda scope: scopes.close(scope, NOW), lambda scope: scopes.delete(scope, NOW)):
            with pytest.raises(LostUpdateError):
                change(read)
        assert scopes.get("shop") == first

    def test_what_does_not_exist_cannot_be_replaced(self, scopes: Scopes) -> None:
        """Whatever revision it is said to have."""
        for revision in (0, 1):
            with pytest.raises(LostUpdateError):
                scopes.replace(replace(SHOP, revision=revision))
        assert scopes.list() == (BUILT_IN,)

    def test_a_deleted_scope_is_gone_from_everywhere(self, scopes: Scopes) -> None:
        """And one of its name begins with a revision that it never had: an ETag of the old one changes nothing."""
        last = _created(scopes, SHOP)
        scopes.delete(last, NOW)
        with pytest.raises(NotFoundError):
            scopes.get("shop")
        assert scopes.list() == scopes.readable(FailedItems()) == (BUILT_IN,)
        for revision in range(4):
            with pytest.raises(LostUpdateError):
                scopes.replace(replace(SHOP, revision=revision))
        again = _created(scopes, replace(SHOP, domain="again.test"))
        assert again.revision > last.revision + 1
        assert scopes.get("shop") == again

    @pytest.mark.parametrize("way", ["place", "upload", "restore"])
    @pytest.mark.parametrize("state", ["closed", "deleted"])
    def test_nothing_comes_into_a_scope_that_is_closed_or_deleted(
        self, scopes: Scopes, orders: Orders, uploads: Uploads, removals: Removals, way: str, state: str
    ) -> None:
        """Whoever has read it before is refused, and nothing is stored; where it opens again, the same succeeds."""
        come = {"place": _placing, "upload": _uploading, "restore": _restoring}[way](orders, uploads, removals)
        closed = scopes.close(_created(scopes, SHOP), NOW)
        if state == "deleted":
            scopes.delete(closed, NOW)
        before = scopes.held("shop", NOW)
        with pytest.raises(ConflictError) as caught:
            come()
        assert caught.value.code == "scope_deleted"
        assert scopes.held("shop", NOW) == before
        if state == "deleted":
            scopes.create(SHOP)
        else:
            scopes.reopen(closed)
        come()
        assert len(list(scopes.held("shop", NOW))) == 1

    def test_a_change_opens_a_closed_scope_and_ends_its_deletion(self, scopes: Scopes, orders: Orders) -> None:
        """Whoever changes it wants it: the deletion finds another revision."""
        closed = scopes.close(_created(scopes, SHOP), NOW)
        changed = scopes.replace(replace(closed, profile="tlsserver"))
        with pytest.raises(LostUpdateError):
            scopes.delete(closed, NOW)
        scopes.reopen(closed)
        assert scopes.get("shop") == changed
        order = an_order()
        orders.place(order, pending_certificate(order), None)

    def test_a_deletion_that_has_died_keeps_nothing_out(self, scopes: Scopes, orders: Orders) -> None:
        """After ten minutes: a function ends after 29 seconds."""
        scopes.close(_created(scopes, SHOP), NOW)
        for minutes, refused in ((10, True), (11, False)):
            order = an_order(created_at=NOW + timedelta(minutes=minutes))
            with pytest.raises(ConflictError) if refused else nullcontext():
                orders.place(order, pending_certificate(order), None)

    def test_what_is_in_a_scope_is_pending_stored_or_restorable(
        self, scopes: Scopes, orders: Orders, uploads: Uploads, removals: Removals
    ) -> None:
        """With its names; what is gone for good is not, nor what is in another scope."""
        order, elsewhere = an_order(), an_order(scope="blog")
        for each in (order, elsewhere):
            orders.place(each, pending_certificate(each), None)
        stored = done(uploads, an_intent("stored", "11" * 32))
        deleted = removals.delete(a_deletion(done(uploads, an_intent("deleted", "22" * 32))))
        shown = {(each.certificate_id, each.name, each.names) for each in scopes.held("shop", NOW)}
        assert shown == {
            (order.certificate_id, order.name, order.names),
            *((each.certificate_id, each.name, each.names) for each in (stored, deleted)),
        }
        assert deleted.recoverable_until is not None
        left = {each.certificate_id for each in scopes.held("shop", deleted.recoverable_until)}
        assert left == {order.certificate_id, stored.certificate_id}

    def test_the_built_in_scope_is_always_there(self, scopes: Scopes) -> None:
        """Nobody has to create it."""
        assert scopes.get("all") == BUILT_IN
        assert scopes.list() == (BUILT_IN,)

    def test_the_list_is_by_name_with_the_built_in_one_first(self, scopes: Scopes) -> None:
        """Also where a name sorts before 'all'."""
        scopes.create(SHOP)
        scopes.create(replace(BLOG, name="a1"))
        scopes.create(BLOG)
        assert [scope.name for scope in scopes.list()] == ["all", "a1", "blog", "shop"]
        failed = FailedItems()
        assert scopes.readable(failed) == scopes.list()
        assert not failed.raised

    @pytest.mark.parametrize("name", ["shop", "", "Shop", "a" * 3000, "shop#ORDERS", "\0"])
    def test_what_was_never_created_is_not_found(self, scopes: Scopes, name: str) -> None:
        """Nor is what could never be a scope's name."""
        with pytest.raises(NotFoundError) as caught:
            scopes.get(name)
        assert caught.value.kind == "scope"


def _placing(orders: Orders, _uploads: Uploads, _removals: Removals) -> Callable[[], object]:
    order = an_order()
    return lambda: orders.place(order, pending_certificate(order), None)


def _uploading(_orders: Orders, uploads: Uploads, _removals: Removals) -> Callable[[], object]:
    intent = an_intent()
    return lambda: done(uploads, intent)


def _restoring(_orders: Orders, uploads: Uploads, removals: Removals) -> Callable[[], object]:
    restoration = a_restoration(removals.delete(a_deletion(done(uploads, an_intent()))))
    removals.record_intent(restoration)
    return lambda: removals.restore(restoration)
