"""The contract of `ports.scopes.Scopes`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.errors import NotFoundError
from certkeeper.domain.scopes import BUILT_IN, Scope, ScopeKind
from certkeeper.ports.scopes import Scopes
from tests.contracts.examples import NOW
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


class ScopesContract:
    """Give a fixture `scopes`: none put yet."""

    def test_a_scope_is_read_back_as_it_was_put(self, scopes: Scopes) -> None:
        """What was put is got."""
        scopes.put(SHOP)
        scopes.put(BLOG)
        assert scopes.get("shop") == SHOP
        assert scopes.get("blog") == BLOG

    def test_putting_says_whether_the_scope_is_new(self, scopes: Scopes) -> None:
        """The first time it is, the second time it is not."""
        assert scopes.put(SHOP)
        assert not scopes.put(SHOP)

    def test_replacing_keeps_the_moment_of_creation(self, scopes: Scopes) -> None:
        """Everything else is replaced."""
        scopes.put(replace(BLOG, name="shop"))
        scopes.put(Scope("shop", ScopeKind.LISTENER, "shop.test", NOW + timedelta(days=1)))
        assert scopes.get("shop") == Scope("shop", ScopeKind.LISTENER, "shop.test", NOW)

    def test_the_built_in_scope_is_always_there(self, scopes: Scopes) -> None:
        """Nobody has to put it."""
        assert scopes.get("all") == BUILT_IN
        assert scopes.list() == (BUILT_IN,)

    def test_the_list_is_by_name_with_the_built_in_one_first(self, scopes: Scopes) -> None:
        """Also where a name sorts before 'all'."""
        scopes.put(SHOP)
        scopes.put(replace(BLOG, name="a1"))
        scopes.put(BLOG)
        assert [scope.name for scope in scopes.list()] == ["all", "a1", "blog", "shop"]
        failed = FailedItems()
        assert scopes.readable(failed) == scopes.list()
        assert not failed.raised

    @pytest.mark.parametrize("name", ["shop", "", "Shop", "a" * 3000, "shop#ORDERS", "\0"])
    def test_what_was_never_put_is_not_found(self, scopes: Scopes, name: str) -> None:
        """Nor is what could never be a scope's name."""
        with pytest.raises(NotFoundError) as caught:
            scopes.get(name)
        assert caught.value.kind == "scope"
