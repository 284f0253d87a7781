"""Renew now, by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certkeeper.domain.certificates.certificate import Certificate, Settings
from certkeeper.domain.certificates.key_types import KeyChoice
from certkeeper.domain.errors import ConflictError, IdempotencyKeyReusedError, NotFoundError
from certkeeper.domain.events import EventType
from certkeeper.domain.orders.order import Order
from certkeeper.domain.renewal.checks import RenewalReason, attempt
from certkeeper.domain.scopes import ScopeKind
from certkeeper.services.certificates.renew_certificate import CertificateRenewer, RenewalRequest
from tests.contracts.rows.uploads import an_intent, done
from tests.unit.services.world import SCOPE, World


@pytest.fixture
def world() -> World:
    """One customer."""
    return World()


def renewing(world: World) -> CertificateRenewer:
    """The use case over the world's ports."""
    return CertificateRenewer(
        certificates=world.certificates,
        scopes=world.scopes,
        orders=world.orders,
        renewals=world.renewals,
        rate_limits=world.rate_limits,
        machine=world.machine,
        new_id=world.new_id,
    )


def renew(
    world: World, certificate: Certificate, *, choice: KeyChoice | None = None, click: str | None = None
) -> Order:
    """Presses the button."""
    request = RenewalRequest(certificate.scope, certificate.certificate_id, choice, "arn:ada", click)
    return renewing(world).renew(request, world.clock())


def test_any_issued_certificate_is_renewed_whatever_the_moment(world: World) -> None:
    """As it was ordered, by the person who asks; it is due at once, for the sweep to watch."""
    first = world.issued()
    order = renew(world, first)
    assert (order.renews_version, order.created_by, order.names, order.challenge) == (
        1,
        "arn:ada",
        first.names,
        world.orders.get(SCOPE, first.order_id).challenge,
    )
    assert world.machine.started[-1] == order.order_id
    assert world.table.due[SCOPE, first.certificate_id] == world.clock()
    world.run_on(order)
    assert world.certificate(order).version == 2


def test_while_one_runs_it_is_the_answer(world: World) -> None:
    """Also while the first order runs; and who repeats mends a start that was lost."""
    pending, _ = world.place()
    assert renew(world, world.certificate(pending)) == pending
    first = world.issued(world.request(certificate_name="other"))
    order = renew(world, first)
    world.machine.started.clear()
    assert renew(world, first) == order
    assert world.machine.started == [order.order_id]


def test_a_repeated_click_gives_its_order_also_when_it_has_ended(world: World) -> None:
    """Another click is another renewal; the same click for another certificate is refused."""
    first = world.issued()
    order = renew(world, first, click="c")
    world.run_on(order)
    assert renew(world, first, click="c").order_id == order.order_id
    assert renew(world, first, click="d").order_id != order.order_id
    other = world.issued(world.request(certificate_name="other"))
    with pytest.raises(IdempotencyKeyReusedError):
        renew(world, other, click="c")


def test_a_failed_order_that_no_sweep_has_seen_is_counted_and_reported(world: World) -> None:
    """The sweep would have done it; the next order does not wait for that."""
    first = world.issued()
    failed = renew(world, first)
    world.close(failed, "TransientError")
    order = renew(world, first)
    assert order.order_id != failed.order_id
    stored = world.certificates.get(SCOPE, first.certificate_id)
    assert (stored.state.order_id, stored.state.failures) == (order.order_id, 1)
    assert [event.type for event in stored.outbox] == [EventType.RENEWAL_FAILED]
    world.sweep()
    assert world.events.published[-1] == stored.outbox[0]
    assert world.certificates.get(SCOPE, first.certificate_id).outbox == ()


def test_a_new_key_is_asked_for_again_where_the_order_fails(world: World) -> None:
    """A stolen key must go, however often that takes; a plain renewal in the middle of life is not repeated."""
    first = world.issued()
    plain = renew(world, first)
    world.close(plain, "TransientError")
    world.sweep()
    following = attempt(world.certificates.get(SCOPE, first.certificate_id))
    assert following
    assert following.reason is RenewalReason.LIFETIME
    order = renew(world, first, choice=KeyChoice.NEW)
    world.close(order, "TransientError")
    world.sweep()
    following = attempt(world.certificates.get(SCOPE, first.certificate_id))
    assert following
    assert following.reason is RenewalReason.NEW_KEY_WANTED
    assert world.sweep(world.clock.forward(timedelta(minutes=10))).renewed == 1


def test_the_key_is_what_is_asked_for_else_what_is_set(world: World) -> None:
    """But a key that was revoked with its certificate is not taken again."""
    first = world.issued()
    place = (SCOPE, first.certificate_id)
    keeps = replace(first, settings=Settings(key_reused=True))
    for stored, choice, reused in (
        (first, None, False),
        (first, KeyChoice.SAME, True),
        (keeps, None, True),
        (keeps, KeyChoice.NEW, False),
        (replace(keeps, revoked_at=world.clock()), KeyChoice.SAME, False),
    ):
        world.table.certificates[place] = stored
        assert bool(renew(world, first, choice=choice).key_source_id) is reused


def test_an_order_that_keeps_the_key_does_not_bring_a_new_one(world: World) -> None:
    """Whoever wants the key gone learns what to do."""
    first = world.issued()
    renew(world, first, choice=KeyChoice.SAME)
    with pytest.raises(ConflictError, match="cancel it") as caught:
        renew(world, first, choice=KeyChoice.NEW)
    assert caught.value.code == "order_running"


def test_what_cannot_be_renewed_is_refused_with_what_to_do(world: World) -> None:
    """Deleted: restore; uploaded: upload; never there: not found."""
    first = world.issued()
    world.table.certificates[SCOPE, first.certificate_id] = replace(
        first, deleted_at=world.clock(), recoverable_until=world.clock() + timedelta(days=30)
    )
    with pytest.raises(ConflictError, match="restore") as deleted:
        renew(world, first)
    brought = done(world.uploads, an_intent())
    with pytest.raises(ConflictError, match="upload a new version") as uploaded:
        renew(world, brought)
    assert (deleted.value.code, uploaded.value.code) == ("deleted", "not_issued_here")
    with pytest.raises(NotFoundError):
        renew(world, replace(first, certificate_id="never"))


def test_a_renewal_by_hand_is_counted_and_not_refused(world: World) -> None:
    """Renewals of the sweep give way to it."""
    world.rate_limits.most = 1
    first = world.issued()
    renew(world, first)
    assert world.rate_limits.take_order(world.clock()) is not None


def test_a_sweep_at_the_same_moment_is_no_trouble(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever was overtaken reads again: there is one order."""
    first = world.issued()
    get = world.certificates.get
    overtaken = iter([True])

    def read_too_early(scope: str, certificate_id: str) -> Certificate:
        found = get(scope, certificate_id)
        if next(overtaken, False):
            world.clock.forward(timedelta(days=60))
            assert world.sweep().renewed == 1
        return found

    monkeypatch.setattr(world.certificates, "get", read_too_early)
    order = renew(world, first)
    assert order.created_by == "certkeeper"
    assert len(world.table.orders) == 2


def test_a_certificate_outside_its_scope_is_not_renewed_by_hand(world: World) -> None:
    """The refusal says for what the scope is, and what to do; with one name inside it is refused as well."""
    first = world.issued(world.request("example.test", "www.example.test"))
    narrowed = replace(world.scopes.get(SCOPE), kind=ScopeKind.LISTENER)
    world.scopes.replace(narrowed)
    placed = set(world.table.orders)
    with pytest.raises(ConflictError) as caught:
        renew(world, first, choice=KeyChoice.NEW)
    assert caught.value.code == "outside_scope"
    assert "the scope is for example.test only, which leaves out www.example.test" in str(caught.value)
    assert "Automatic renewals go on" in str(caught.value)
    assert set(world.table.orders) == placed


def test_an_order_that_runs_already_is_the_answer_also_outside_the_scope(world: World) -> None:
    """It was placed before the scope was narrowed."""
    first = world.issued()
    order = renew(world, first)
    world.scopes.replace(replace(world.scopes.get(SCOPE), domain="other.test"))
    assert renew(world, first) == order


def test_a_certificate_outside_its_scope_is_renewed_automatically(world: World) -> None:
    """What is in use must not expire because a scope was narrowed."""
    first = world.issued()
    assert first.facts
    world.scopes.replace(replace(world.scopes.get(SCOPE), domain="other.test"))
    world.sweep(first.facts.not_after - timedelta(days=1))
    stored = world.certificates.get(SCOPE, first.certificate_id)
    order = world.orders.get(SCOPE, stored.state.order_id)
    assert (order.names, order.ended) == (first.names, False)
