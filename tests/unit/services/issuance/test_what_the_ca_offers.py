"""Profiles, challenges and accounts as the CA offers them: asked for, or refused with what there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certkeeper.domain.errors import AccountBindingError, OrderFailed, RefusedError
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.failures import Failure
from certkeeper.domain.orders.order import Order, Steps
from certkeeper.ports.certificate_authority import Account
from tests.unit.services.world import NAME, SCOPE, World

PERSIST = ChallengeType.DNS_PERSIST_01


def placed(world: World, profile: str) -> Order:
    """An order that names a profile."""
    order, _ = world.place()
    return world.orders.save(replace(order, profile=profile))


def failure(world: World, order: Order) -> Failure:
    """Why opening it fails."""
    with pytest.raises(OrderFailed):
        world.open(order)
    reason = world.stored(order).failure
    assert reason is not None
    return reason


def test_a_profile_that_is_offered_is_asked_for_and_sets_the_deadline() -> None:
    """Under tlsserver the authorizations wait for one hour, and so does the order."""
    world = World()
    world.ca.profiles = {"classic": timedelta(days=7), "tlsserver": timedelta(hours=1)}
    order = placed(world, "tlsserver")
    world.open(order)
    opened = world.stored(order)
    assert opened.profile == "tlsserver"
    assert opened.deadline == world.clock() + timedelta(hours=1)


def test_an_order_has_its_own_profile_or_its_scopes() -> None:
    """The scope's is for orders that name none."""
    world = World()
    world.scopes.replace(replace(world.scopes.get(SCOPE), profile="tlsserver"))
    of_scope, _ = world.place()
    of_order, _ = world.place(replace(world.request(certificate_name="other"), profile="classic"))
    assert (of_scope.profile, of_order.profile) == ("tlsserver", "classic")


def test_a_profile_that_is_not_offered_is_refused_with_what_is() -> None:
    """Before a key is made, or anything asked of the CA."""
    world = World()
    world.ca.profiles = {"tlsserver": timedelta(hours=1), "classic": timedelta(days=7)}
    order = placed(world, "shortlived")
    reason = failure(world, order)
    assert reason.code == "profile_not_offered"
    assert "classic, tlsserver" in reason.detail
    assert world.ca.requests == []
    assert order.certificate_id not in world.vault.secrets


def test_where_there_are_no_profiles_none_can_be_named() -> None:
    """Older CAs, and private ones."""
    world = World()
    assert "it offers none" in failure(world, placed(world, "classic")).detail


def test_a_challenge_that_is_not_offered_ends_an_automatic_order_at_once() -> None:
    """It says what is offered; waiting for the deadline would help nobody."""
    world = World()
    order, _ = world.place(world.request(challenge=PERSIST))
    reason = failure(world, order)
    assert reason.code == "challenge_not_offered"
    assert "does not offer dns-persist-01" in reason.detail
    assert "dns-01, http-01" in reason.detail
    assert reason.names == (NAME,)


def test_in_manual_steps_a_person_can_still_choose_another() -> None:
    """The order opens, and verify says that the CA does not offer it."""
    world = World()
    order, _ = world.place(world.request(challenge=PERSIST, steps=Steps.MANUAL))
    world.open(order)
    with pytest.raises(RefusedError, match="does not offer dns-persist-01"):
        world.verify(order)


def test_a_persistent_record_proves_a_name_and_its_wildcard() -> None:
    """One record, set once: the order waits for nothing and writes nothing."""
    world = World()
    world.ca.issuers = ("ca.example",)
    order, _ = world.place(world.request("example.test", "*.example.test", challenge=PERSIST))
    world.open(order)
    (record,) = {(one.where, one.expected) for one in world.stored(order).expectations()}
    account = world.accounts.get(world.ca.directory_url)
    assert account is not None
    assert record == ("_validation-persist.example.test", f"ca.example; accounturi={account.url}; policy=wildcard")
    world.lookout.show(*record)
    assert world.check(order).next == "answer"


def test_what_caa_records_are_compared_with_comes_from_the_directory() -> None:
    """Its names, and Certkeeper's account."""
    world = World()
    world.ca.issuers = ("ca.example",)
    order = world.opened()
    (wanted,) = world.stored(order).expectations()
    assert wanted.issuers == ("ca.example",)
    assert wanted.account_uri.startswith("https://")


def test_an_account_that_cannot_be_bound_ends_the_order_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """The administrator has to act."""
    world = World()

    def refuse(_key_pem: str) -> Account:
        raise AccountBindingError("there is no secret")

    monkeypatch.setattr(world.ca, "register", refuse)
    order, _ = world.place()
    reason = failure(world, order)
    assert (reason.code, reason.detail) == ("account_binding", "there is no secret")


def test_an_account_that_is_lost_between_two_tries_ends_the_order() -> None:
    """The order was opened, the task died, and the CA forgot the account: the order is gone with the account."""
    world = World()
    order = world.opened()
    world.orders.save(replace(world.stored(order), authorizations=()))
    world.ca.forget_accounts()
    assert failure(world, order).code == "account_unknown"
