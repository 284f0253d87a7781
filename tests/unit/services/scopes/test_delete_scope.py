"""Deleting a scope: never while a certificate is in it, whoever comes at the same moment."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from certkeeper.domain.errors import ConflictError, LostUpdateError, NotFoundError, RefusedError
from certkeeper.domain.scopes import Scope, ScopeInUseError, ScopeKind
from certkeeper.services.notices.subscribe_administrators import subscribe_administrators
from certkeeper.services.scopes.delete_scope import delete_scope
from tests.contracts.examples import NOW, an_order, pending_certificate
from tests.contracts.rows.removals import UNTIL, a_deletion
from tests.contracts.rows.uploads import an_intent, done
from tests.contracts.subscriptions import in_scopes
from tests.fakes.failed_items import FailedItems
from tests.fakes.rows.administrators import FakeAdministrators
from tests.fakes.rows.orders import FakeOrders
from tests.fakes.rows.removals import FakeRemovals
from tests.fakes.rows.scopes import FakeScopes
from tests.fakes.rows.table import FakeTable
from tests.fakes.rows.uploads import FakeUploads
from tests.fakes.subscriptions import FakeSubscriptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from certkeeper.domain.scopes import HeldCertificate

ADA, OLIVE = "ada@shop.example", "olive@shop.example"
SHOP = Scope("shop", ScopeKind.ZONE, "example.test", NOW, administrators=(ADA,), revision=3)


def place(table: FakeTable, name: str = "storefront") -> None:
    """Somebody orders in the scope."""
    order = an_order(name=name)
    FakeOrders(table).place(order, pending_certificate(order), None)


def test_a_scope_holds_on_to_what_can_still_be_restored() -> None:
    """It is refused with what is in it, and its revision stays; once that is gone for good, it can be deleted."""
    table = FakeTable()
    scopes = FakeScopes(SHOP, table=table)
    stored = done(FakeUploads(table), an_intent())
    FakeRemovals(table).delete(a_deletion(stored))
    with pytest.raises(ScopeInUseError) as caught:
        delete_scope("shop", if_match={3}, scopes=scopes, now=NOW)
    assert (caught.value.count, caught.value.certificates[0].certificate_id) == (1, stored.certificate_id)
    assert scopes.get("shop") == SHOP
    assert delete_scope("shop", if_match={3}, scopes=scopes, now=UNTIL) == SHOP
    with pytest.raises(NotFoundError):
        scopes.get("shop")


class Meanwhile(FakeScopes):
    """Scopes in which something happens just before, or just after, one of their steps."""

    def __init__(self, step: str, when: str, happens: Callable[[FakeTable], None]) -> None:
        super().__init__(SHOP, table=FakeTable())
        self.at, self.happens = (step, when), happens
        self.done = False

    def held(self, name: str, now: datetime) -> list[HeldCertificate]:
        """The second time is after the scope was closed."""
        step = "second read" if name in self.table.closed_scopes else "first read"
        self._reached(step, "before")
        found = super().held(name, now)
        self._reached(step, "after")
        return found

    def close(self, scope: Scope, now: datetime) -> Scope:
        """The scope is closed."""
        self._reached("close", "before")
        closed = super().close(scope, now)
        self._reached("close", "after")
        return closed

    def delete(self, scope: Scope, now: datetime) -> None:
        """The scope is deleted."""
        self._reached("delete", "before")
        super().delete(scope, now)
        self._reached("delete", "after")

    def _reached(self, *at: str) -> None:
        if at == self.at and not self.done:
            self.done = True
            self.happens(self.table)


STEPS = [(step, when) for step in ("first read", "close", "second read", "delete") for when in ("before", "after")]


@pytest.mark.parametrize(("step", "when"), STEPS)
def test_a_certificate_that_comes_meanwhile_is_never_in_a_scope_that_is_gone(step: str, when: str) -> None:
    """Whenever it comes: either it is refused, or the deletion is; and then the scope is open again."""
    refused: list[str] = []

    def comes(table: FakeTable) -> None:
        try:
            place(table)
        except ConflictError as error:
            refused.append(error.code)

    scopes = Meanwhile(step, when, comes)
    with suppress(ScopeInUseError):
        delete_scope("shop", if_match=None, scopes=scopes, now=NOW)
    assert scopes.done
    is_there = "shop" in {scope.name for scope in scopes.list()}
    assert is_there == bool(scopes.held("shop", NOW))
    assert is_there == (not refused)
    if is_there:
        place(scopes.table, "another")


def test_a_change_meanwhile_ends_the_deletion() -> None:
    """Whoever changes a scope wants it."""

    class Changed(FakeScopes):
        def delete(self, scope: Scope, now: datetime) -> None:
            self.replace(scope)
            super().delete(scope, now)

    scopes = Changed(SHOP)
    with pytest.raises(LostUpdateError):
        delete_scope("shop", if_match=None, scopes=scopes, now=NOW)
    assert scopes.get("shop").administrators == (ADA,)


def test_a_deletion_that_died_is_begun_again() -> None:
    """The scope was closed, and nothing else: it is deleted by whoever asks next."""
    scopes = FakeScopes(SHOP)
    scopes.close(SHOP, NOW)
    delete_scope("shop", if_match=None, scopes=scopes, now=NOW)
    assert len(scopes.list()) == 1


@pytest.mark.parametrize(
    ("name", "if_match", "error"),
    [("shop", {2}, LostUpdateError), ("all", None, RefusedError), ("blog", None, NotFoundError)],
)
def test_what_cannot_be_deleted_is_refused(name: str, if_match: set[int] | None, error: type[Exception]) -> None:
    """Another revision, the built-in one, and what does not exist."""
    scopes = FakeScopes(SHOP)
    with pytest.raises(error):
        delete_scope(name, if_match=if_match, scopes=scopes, now=NOW)
    assert scopes.get("shop") == SHOP


def test_the_administrators_of_a_deleted_scope_are_let_go() -> None:
    """By the next check of the subscriptions: who is not named any more, and others for this scope."""
    blog = Scope("blog", ScopeKind.ZONE, "blog.example", NOW, administrators=(OLIVE,), revision=1)
    shop = Scope("shop", ScopeKind.ZONE, "shop.example", NOW, administrators=(ADA, OLIVE), revision=1)
    scopes, subscriptions, administrators = FakeScopes(shop, blog), FakeSubscriptions(), FakeAdministrators()

    def check() -> None:
        subscribe_administrators(
            stack_administrators=(),
            scopes=scopes,
            subscriptions=subscriptions,
            administrators=administrators,
            on_failure=FailedItems(),
            now=NOW,
        )

    for _ in range(2):
        check()
    assert subscriptions.held == {ADA: in_scopes("shop"), OLIVE: in_scopes("blog", "shop")}
    delete_scope("shop", if_match=None, scopes=scopes, now=NOW)
    check()
    assert subscriptions.held == {OLIVE: in_scopes("blog")}
