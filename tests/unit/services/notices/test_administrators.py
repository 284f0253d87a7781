"""Administrators of scopes: who may be one, and who is asked at once when a scope is stored."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.adapters.domain_names import LibraryNameRules
from certkeeper.domain.errors import RefusedError
from certkeeper.domain.notices.email_addresses import is_email_address
from certkeeper.domain.scopes import Scope, ScopeKind
from certkeeper.ports.notices import Subscription
from certkeeper.services.notices.subscribe_administrators import MAX_SCOPES
from certkeeper.services.scopes.checks import ScopeChecks
from certkeeper.services.scopes.put_scope import ScopeRequest, put_scope
from tests.contracts.examples import NOW
from tests.contracts.subscriptions import in_scopes
from tests.fakes.failed_items import FailedItems
from tests.fakes.rows.scopes import FakeScopes
from tests.fakes.subscriptions import FakeSubscriptions

ADA, OLIVE, BEN = "ada@shop.example", "olive@shop.example", "ben@shop.example"
STACK = "stack@shop.example"


def a_scope(name: str, *administrators: str) -> Scope:
    """A zone."""
    return Scope(name, ScopeKind.ZONE, f"{name}.example", NOW, administrators=administrators)


def put(
    scopes: FakeScopes, subscriptions: FakeSubscriptions, *administrators: str, name: str = "shop", **more: object
) -> Scope:
    """Puts a scope with these administrators."""
    known = {each.name for each in scopes.readable(FailedItems())}
    request = ScopeRequest(
        name, ScopeKind.ZONE, f"{name}.example", administrators=administrators, replaces=name in known
    )
    scope, _ = put_scope(
        replace(request, **more),  # type: ignore[arg-type]
        scopes=scopes,
        checks=ScopeChecks(scopes, subscriptions, LibraryNameRules(), "", (STACK,), FailedItems()),
        now=NOW,
    )
    return scope


def test_who_is_new_is_asked_at_once_with_all_their_scopes() -> None:
    """Once, in lower case; whoever gets notices already is not asked."""
    scopes, subscriptions = FakeScopes(a_scope("blog", BEN), a_scope("news", OLIVE)), FakeSubscriptions()
    subscriptions.subscribe(BEN, in_scopes("blog"))
    subscriptions.asked.clear()
    scope = put(scopes, subscriptions, ADA.upper(), BEN, OLIVE)
    put(scopes, subscriptions, ADA, BEN, OLIVE)
    assert scope.administrators == (ADA, BEN, OLIVE)
    assert subscriptions.asked == [ADA, OLIVE]
    assert subscriptions.held == {
        BEN: in_scopes("blog"),
        ADA: in_scopes("shop"),
        OLIVE: in_scopes("news", "shop"),
    }


def test_a_person_may_ask_again_whatever_came_of_earlier_invitations() -> None:
    """By storing the scope again: one mail, and none while an invitation can still be confirmed."""
    scopes, subscriptions = FakeScopes(), FakeSubscriptions()
    subscriptions.confirming = False
    put(scopes, subscriptions, ADA)
    put(scopes, subscriptions, ADA)
    assert subscriptions.asked == [ADA]
    subscriptions.drop(ADA)
    put(scopes, subscriptions, ADA)
    assert subscriptions.asked == [ADA, ADA]


def test_a_spoiled_scope_does_not_stop_another_from_being_stored() -> None:
    """Nor its administrators from being asked."""
    scopes, subscriptions = FakeScopes(a_scope("blog", OLIVE)), FakeSubscriptions()
    scopes.spoiled = {"blog"}
    put(scopes, subscriptions, ADA)
    assert subscriptions.asked == [ADA]


def test_a_scope_without_administrators_asks_nothing_of_sns() -> None:
    """Most scopes have none."""

    class Untouchable(FakeSubscriptions):
        def list(self) -> tuple[Subscription, ...]:
            raise AssertionError

    put(FakeScopes(), Untouchable())


BAD = {
    "none at all": "",
    "no at": "ada.example",
    "two": "ada@b@shop.example",
    "a name in front": "Ada <ada@shop.example>",
    "a second one": "ada@shop.example,ben@shop.example",
    "a line more": "ada@shop.example\nBcc: x@y.example",
    "a blank": "ada @shop.example",
    "no domain": "ada@",
    "one label": "ada@localhost",
    "an address of IP": "ada@[192.0.2.1]",
    "numbers": "ada@192.0.2.1",
    "dots": "a..da@shop.example",
    "quotes": '"ada"@shop.example',
    "beyond ASCII": "adä@shop.example",
    "too long": f"{'a' * 65}@shop.example",
    "a hyphen at the end": "ada@shop-.example",
}


@pytest.mark.parametrize("address", BAD.values(), ids=BAD.keys())
def test_what_is_no_address_is_refused_where_it_is_configured(address: str) -> None:
    """With the place, and without repeating it; nothing is stored."""
    scopes, subscriptions = FakeScopes(), FakeSubscriptions()
    with pytest.raises(RefusedError) as caught:
        put(scopes, subscriptions, ADA, address)
    (violation,) = caught.value.violations
    assert (violation.pointer, violation.code) == ("/administrators/1", "email_address")
    assert len(scopes.list()) == 1
    assert not subscriptions.held


@given(st.text(max_size=80))
def test_an_address_is_one_line_of_printable_ascii(text: str) -> None:
    """Whatever is tried."""
    for tried in (text, f"{text}@shop.example", f"ada@{text}.example"):
        if is_email_address(tried):
            assert tried.isascii()
            assert tried.isprintable()
            assert not {" ", ",", ";", "<", ">", '"'} & set(tried)


def test_one_address_twice_is_refused() -> None:
    """Also in another case."""
    with pytest.raises(RefusedError) as caught:
        put(FakeScopes(), FakeSubscriptions(), ADA, ADA.title())
    assert [(each.pointer, each.code) for each in caught.value.violations] == [
        ("/administrators/1", "repeated_address")
    ]


@pytest.mark.parametrize(
    ("days", "code"),
    [((1, 7), "notice_days_unsorted"), ((7, 7), "notice_days_unsorted"), ((0,), "notice_days_out_of_bounds")],
)
def test_thresholds_that_make_no_sense_are_refused(days: tuple[int, ...], code: str) -> None:
    """With the reason."""
    with pytest.raises(RefusedError) as caught:
        put(FakeScopes(), FakeSubscriptions(), notice_days=days)
    assert [(each.pointer, each.code) for each in caught.value.violations] == [("/notice_days", code)]


def test_an_address_of_too_many_scopes_is_refused() -> None:
    """SNS selects by 150 values at most; the stack's administrators hear of all scopes."""
    scopes = FakeScopes(*(a_scope(f"s{number}", ADA) for number in range(MAX_SCOPES)))
    with pytest.raises(RefusedError) as caught:
        put(scopes, FakeSubscriptions(), ADA)
    assert [each.code for each in caught.value.violations] == ["too_many_scopes"]
    put(scopes, FakeSubscriptions(), ADA, name="s1")
    put(FakeScopes(*(a_scope(f"s{number}", STACK) for number in range(MAX_SCOPES))), FakeSubscriptions(), STACK)
