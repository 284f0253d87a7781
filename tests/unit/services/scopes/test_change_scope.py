"""Changing a scope: what would fall outside it is listed, and only exactly that can be confirmed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.adapters.domain_names import LibraryNameRules
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.errors import LostUpdateError, RefusedError
from certkeeper.domain.scopes import (
    BUILT_IN,
    MAX_LISTED,
    HeldCertificate,
    OutsideScopeError,
    Scope,
    ScopeKind,
    outside,
)
from certkeeper.entrypoints.http.refusals import MAX_LISTED_NAMES, problem_of
from certkeeper.services.scopes.checks import ScopeChecks
from certkeeper.services.scopes.update_scope import ScopeChanges, update_scope
from tests.contracts.examples import NOW, an_order, pending_certificate
from tests.fakes.failed_items import FailedItems
from tests.fakes.rows.orders import FakeOrders
from tests.fakes.rows.scopes import FakeScopes
from tests.fakes.rows.table import FakeTable
from tests.fakes.subscriptions import FakeSubscriptions

SHOP = Scope("shop", ScopeKind.ZONE, "example.test", NOW, revision=4)
NAMES = st.sampled_from(["a.test", "x.a.test", "*.a.test", "X.A.test", "b.test", "x.b.test", "xa.test"])
HELD = st.lists(st.tuples(st.sampled_from("123456"), st.lists(NAMES, max_size=3)), max_size=5)


class Shop:
    """The scope `shop` with a certificate for each group of names."""

    def __init__(self, *names: tuple[str, ...], scope: Scope = SHOP, delegation_zone: str = "") -> None:
        self.table = FakeTable()
        self.scopes = FakeScopes(scope, table=self.table)
        self.delegation_zone = delegation_zone
        for each in names:
            self.hold(*each)

    def hold(self, *names: str) -> None:
        """One certificate more."""
        order = an_order(names=names, name=names[0])
        FakeOrders(self.table).place(order, pending_certificate(order), None)

    def change(self, confirmed: str | None = None, revision: int | None = None, **changes: Any) -> Scope:  # noqa: ANN401 - JSON
        """As a person does."""
        checks = ScopeChecks(
            self.scopes, FakeSubscriptions(), LibraryNameRules(), self.delegation_zone, (), FailedItems()
        )
        request = ScopeChanges("shop", changes, None if revision is None else {revision}, confirmed)
        return update_scope(request, scopes=self.scopes, checks=checks, now=NOW)


NARROWER: dict[str, tuple[dict[str, Any], list[tuple[str, ...]]]] = {
    "another domain": ({"domain": "other.test"}, [("example.test", "www.example.test"), ("*.example.test",)]),
    "one host": ({"kind": "listener"}, [("www.example.test",), ("*.example.test",)]),
    "a part of it": ({"domain": "www.example.test"}, [("example.test",), ("*.example.test",)]),
    "another host": ({"kind": "listener", "domain": "www.example.test"}, [("example.test",), ("*.example.test",)]),
}


@pytest.mark.parametrize(("change", "expected"), NARROWER.values(), ids=NARROWER.keys())
def test_what_would_fall_outside_is_listed_until_it_is_confirmed(
    change: dict[str, Any], expected: list[tuple[str, ...]]
) -> None:
    """Only the names that do, of each certificate; nothing is stored before."""
    shop = Shop(("example.test", "www.example.test"), ("*.example.test",))
    with pytest.raises(OutsideScopeError) as caught:
        shop.change(**change)
    found = caught.value.found
    assert sorted(each.names for each in found.certificates) == sorted(expected)
    assert shop.scopes.get("shop") == SHOP
    assert shop.change(found.digest, **change).revision == 5


def test_a_confirmation_is_good_for_what_was_listed_only() -> None:
    """Not for one certificate more, nor for another domain, nor where nothing is outside."""
    shop = Shop(("www.example.test",))
    with pytest.raises(OutsideScopeError) as caught:
        shop.change(domain="other.test")
    digest = caught.value.found.digest
    shop.hold("new.example.test")
    with pytest.raises(OutsideScopeError) as again:
        shop.change(digest, domain="other.test")
    assert again.value.found.count == 2
    with pytest.raises(OutsideScopeError) as none:
        Shop().change(digest, domain="other.test")
    assert (none.value.found.count, "leave out outside_confirmed" in str(none.value)) == (0, True)


def test_a_wider_scope_and_other_settings_need_no_confirmation() -> None:
    """Also where a certificate is outside already: nothing changes for it."""
    narrow = replace(SHOP, kind=ScopeKind.LISTENER, domain="www.example.test")
    shop = Shop(("www.example.test",), scope=narrow)
    assert shop.change(kind="zone", domain="example.test").kind is ScopeKind.ZONE
    outsider = Shop(("mail.example.test",), scope=narrow)
    assert outsider.change(profile="tlsserver").profile == "tlsserver"


def test_a_change_is_for_the_state_that_was_read() -> None:
    """Another revision is refused before anything else is said."""
    shop = Shop(("www.example.test",))
    with pytest.raises(LostUpdateError) as caught:
        shop.change(revision=3, domain="other.test")
    assert "the scope has changed since you read it" in str(caught.value)
    assert shop.change(revision=4, profile="tlsserver").revision == 5


def test_a_change_of_nothing_writes_nothing() -> None:
    """Nobody has to read it again."""
    shop = Shop()
    assert shop.change(domain="example.test", kind="zone", solver=None, profile=None, administrators=None) == SHOP


def test_what_is_stored_already_is_not_refused_now() -> None:
    """The stack has lost its delegation zone since: the scope can be changed, but for what depends on it."""
    shop = Shop(scope=replace(SHOP, solver=Solver.DELEGATED))
    assert shop.change(profile="tlsserver").revision == 5
    with pytest.raises(RefusedError) as caught:
        shop.change(domain="www.example.test")
    assert [each.code for each in caught.value.violations] == ["no_delegation_zone"]


def test_of_many_the_first_are_listed_and_all_are_counted() -> None:
    """The problem document stays small, whatever the scope has."""
    shop = Shop(*[(f"n{number}.example.test",) for number in range(MAX_LISTED)])
    shop.hold(*(f"m{number}.example.test" for number in range(MAX_LISTED_NAMES + 1)))
    with pytest.raises(OutsideScopeError) as caught:
        shop.change(domain="other.test")
    problem = problem_of(caught.value)
    assert problem is not None
    found = problem.extensions["outside"]
    assert (found["count"], len(found["certificates"])) == (MAX_LISTED + 1, MAX_LISTED)
    many = HeldCertificate("1", "many", tuple(f"m{number}.test" for number in range(MAX_LISTED_NAMES + 1)))
    shown = problem_of(OutsideScopeError(outside(replace(SHOP, domain="other.test"), [many])))
    assert shown is not None
    (one,) = shown.extensions["outside"]["certificates"]
    assert (len(one["names"]), one["names_count"]) == (MAX_LISTED_NAMES, MAX_LISTED_NAMES + 1)


@given(
    HELD,
    HELD,
    st.sampled_from([BUILT_IN, Scope("s", ScopeKind.ZONE, "a.test"), Scope("s", ScopeKind.LISTENER, "b.test")]),
)
def test_a_digest_stands_for_what_is_outside_and_for_nothing_else(
    some: list[tuple[str, list[str]]], others: list[tuple[str, list[str]]], scope: Scope
) -> None:
    """Two states have one digest where the same certificates have the same names outside, in any sequence."""

    def found(held: list[tuple[str, list[str]]]) -> dict[str, list[str]]:
        return {id_: bad for id_, names in held if (bad := sorted(n for n in names if not scope.covers(n.lower())))}

    def digest(held: list[tuple[str, list[str]]]) -> str:
        return outside(scope, [HeldCertificate(id_, "", tuple(names)) for id_, names in held]).digest

    some, others = list(dict(some).items()), list(dict(others).items())
    assert digest(some) == digest(list(reversed(some)))
    assert (digest(some) == digest(others)) == (found(some) == found(others))
