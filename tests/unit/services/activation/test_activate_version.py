"""The activation of an earlier version, on ports in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certkeeper.domain.certificates.certificate import MAX_KEPT_VERSIONS, Source
from certkeeper.domain.certificates.comparison import Loss
from certkeeper.domain.errors import (
    ConflictError,
    IdempotencyKeyReusedError,
    LossesNotConfirmedError,
    NotFoundError,
    ReplacementNeedsAdministratorError,
)
from certkeeper.domain.events import EventType
from certkeeper.domain.renewal.checks import attempt, renewal_mode
from certkeeper.domain.renewal.plan import RenewalMode
from tests.unit.services.activation.kept_world import KeptWorld

DAY = timedelta(days=1)


@pytest.fixture
def world() -> KeptWorld:
    """One certificate, in its first version."""
    return KeptWorld()


def published(world: KeptWorld) -> list[dict[str, str]]:
    """The details of the activations that were published."""
    return [dict(each.detail) for each in world.events.published if each.type is EventType.CERTIFICATE_ACTIVATED]


def test_back_and_forward_again(world: KeptWorld) -> None:
    """Consumers get the one, then the other; each time an event says which took the place of which."""
    world.clock.forward(DAY * 60)
    world.renew()
    back = world.activate(1)
    assert (back.version, back.latest_version, back.kept) == (1, 2, (1, 2))
    assert world.hands_out(1)
    assert (back.outbox, world.table.activations) == ((), {})
    forward = world.activate(2)
    assert (forward.version, forward.kept) == (2, (2, 1))
    assert world.hands_out(2)
    assert [(each["version"], each["replaced"], each["caller"]) for each in published(world)] == [
        ("1", "2", "arn:ada"),
        ("2", "1", "arn:ada"),
    ]


def test_the_next_version_gets_a_new_number(world: KeptWorld) -> None:
    """From the CA or uploaded, whichever is current."""
    world.renew()
    world.activate(1)
    assert world.renew().version == 3
    world.activate(1)
    assert world.upload().version == 4


def test_what_is_current_already_is_the_answer(world: KeptWorld) -> None:
    """Whoever asks again hears the same, and nothing happens."""
    world.renew()
    once = world.activate(1)
    assert world.activate(1) == once
    assert len(published(world)) == 1


def test_a_loss_must_be_confirmed(world: KeptWorld) -> None:
    """The version before ends earlier, as most do."""
    world.clock.forward(DAY * 60)
    world.renew()
    with pytest.raises(LossesNotConfirmedError) as caught:
        world.activate(1, confirmed=False)
    assert Loss.ENDS_EARLIER in caught.value.comparison.codes
    assert world.now_stored.version == 2
    assert world.hands_out(2)


def test_an_uploaded_version_in_the_place_of_an_issued_one_is_for_administrators(world: KeptWorld) -> None:
    """It ends automatic renewal, which the version itself brings back."""
    assert renewal_mode(world.now_stored) is RenewalMode.AUTOMATIC
    uploaded = world.upload()
    assert (renewal_mode(uploaded), uploaded.source) == (RenewalMode.NONE, Source.UPLOADED)
    issued = world.activate(1, by_administrator=False)
    assert (renewal_mode(issued), issued.source) == (RenewalMode.AUTOMATIC, Source.ISSUED)
    with pytest.raises(ReplacementNeedsAdministratorError):
        world.activate(2, by_administrator=False)
    assert renewal_mode(world.activate(2)) is RenewalMode.NONE


def test_a_revoked_version_is_not_activated(world: KeptWorld) -> None:
    """Whatever is confirmed: clients would refuse it, and its key may be known."""
    world.renew()
    place = (world.first.certificate_id, 1)
    world.table.versions[place] = replace(world.table.versions[place], revoked_at=world.clock())
    assert refusal(world, 1) == "revoked"


def test_a_version_that_is_not_kept_is_not_activated(world: KeptWorld) -> None:
    """The row says so before the secret is asked; and where somebody has taken the label off, the secret says it."""
    for _ in range(MAX_KEPT_VERSIONS):
        world.upload()
    assert world.now_stored.kept_versions == tuple(range(MAX_KEPT_VERSIONS + 1, 1, -1))
    assert refusal(world, 1) == "key_not_kept"
    secret = world.vault.secrets[world.first.certificate_id]
    del secret.labels[world.version(3).order_id]
    secret.drop()
    assert refusal(world, 3) == "key_not_kept"
    assert world.table.activations == {}
    assert world.hands_out(MAX_KEPT_VERSIONS + 1)


def test_a_version_that_never_was_is_not_found(world: KeptWorld) -> None:
    """Also the next one."""
    with pytest.raises(NotFoundError):
        world.activate(2)


def test_while_an_order_runs_nothing_is_activated(world: KeptWorld) -> None:
    """Its version would replace at once what was chosen; when it has ended, all is possible."""
    world.renew()
    order = world.renewal()
    assert refusal(world, 1) == "order_running"
    world.open(order)
    world.close(order, "OrderFailed")
    assert world.activate(1).version == 1


def test_one_key_is_one_activation(world: KeptWorld) -> None:
    """A repeat gets the certificate as it is, whatever was done since; another request with the key is refused."""
    world.renew()
    world.activate(1, key="click")
    world.activate(2)
    request = world.table.upload_receipts[world.first.scope, "click"]
    assert request.certificate_id == world.first.certificate_id
    with pytest.raises(IdempotencyKeyReusedError):
        world.activate(2, confirmed=False, key="click")
    assert world.now_stored.version == 2


def test_a_renewal_that_is_due_waits_a_day(world: KeptWorld) -> None:
    """It would replace at once what was chosen; then it comes, unless somebody switches it off."""
    world.clock.forward(DAY * 61)
    world.renew()
    back = world.activate(1)
    following = attempt(back)
    assert following is not None
    assert following.at == world.clock() + DAY
    assert world.sweep().renewed == 0
    assert world.sweep(world.clock() + DAY + timedelta(minutes=1)).renewed == 1


def test_the_pause_is_never_more_than_a_third_of_what_is_left(world: KeptWorld) -> None:
    """A version that ends tomorrow is renewed before it ends."""
    facts = world.now_stored.facts
    assert facts is not None
    world.clock.now = facts.not_after - timedelta(hours=9)
    world.renew()
    following = attempt(world.activate(1))
    assert following is not None
    assert following.at == world.clock() + timedelta(hours=3)


def test_a_renewal_that_is_not_due_comes_when_it_would(world: KeptWorld) -> None:
    """Failures and a window of an earlier time do not count any more."""
    before = attempt(world.now_stored)
    world.renew()
    assert attempt(world.activate(1)) == before


def test_nobody_is_notified_twice_of_the_same(world: KeptWorld) -> None:
    """Of a threshold of the version that comes back; its failures are forgotten."""
    facts = world.now_stored.facts
    assert facts is not None
    world.clock.now = facts.not_after - DAY * 10
    world.sweep()
    warned = [each for each in world.events.published if each.type is EventType.CERTIFICATE_EXPIRING]
    assert len(warned) == 1
    world.run_on(world.running(world.first))
    world.sweep()
    back = world.activate(1)
    assert (back.state.failures, back.state.order_id) == (0, "")
    world.sweep()
    again = [each for each in world.events.published if each.type is EventType.CERTIFICATE_EXPIRING]
    assert again == warned
    world.clock.now = facts.not_after - DAY * 2
    world.activate(2)
    world.activate(1)
    world.sweep()
    later = [each for each in world.events.published if each.type is EventType.CERTIFICATE_EXPIRING]
    assert len(later) == len(warned) + 1


def refusal(world: KeptWorld, number: int) -> str:
    """The code with which an activation is refused."""
    with pytest.raises(ConflictError) as caught:
        world.activate(number)
    return caught.value.code
