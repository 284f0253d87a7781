"""Placing an order stores everything or nothing, and the same wish twice is one order."""

import pytest

from certkeeper.domain.certificates.certificate import CertificateStatus
from certkeeper.domain.errors import ConflictError, IdempotencyKeyReusedError, NotFoundError, RefusedError
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.order import OrderStatus, Steps
from tests.unit.services.world import NAME, SCOPE, World


def test_an_order_is_stored_with_its_pending_certificate_and_handed_to_the_machine() -> None:
    """What was placed is in both lists at once."""
    world = World()
    order, created = world.place()
    assert created
    assert world.stored(order).status is OrderStatus.PENDING
    assert world.machine.started == [order.order_id]
    certificate = world.certificates.get(SCOPE, order.certificate_id)
    assert certificate.status(world.clock()) is CertificateStatus.PENDING
    assert (certificate.name, certificate.names) == (NAME, (NAME,))


def test_the_same_idempotency_key_gives_the_same_order() -> None:
    """A repeat answers with the first order and places nothing."""
    world = World()
    first, _ = world.place(world.request(key="k"))
    again, created = world.place(world.request(key="k"))
    assert (again.order_id, created) == (first.order_id, False)
    assert len(world.table.orders) == 1


def test_a_repeat_starts_a_machine_that_the_first_call_died_before_starting() -> None:
    """The client sees no answer, asks again, and the order runs."""
    world = World()
    order, _ = world.place(world.request(key="k"))
    world.machine.started.clear()
    world.place(world.request(key="k"))
    assert world.machine.started == [order.order_id]


def test_the_same_key_with_another_wish_is_refused() -> None:
    """Answering with the first order would hide that the second was never placed."""
    world = World()
    world.place(world.request(key="k"))
    with pytest.raises(IdempotencyKeyReusedError):
        world.place(world.request("other.example.test", key="k"))


def test_a_name_that_a_certificate_of_the_scope_has_is_taken() -> None:
    """Two certificates of one name could not be distinguished in the list."""
    world = World()
    world.place()
    with pytest.raises(ConflictError) as refused:
        world.place()
    assert refused.value.code == "name_taken"
    assert len(world.table.orders) == 1


def test_every_bad_name_is_reported_at_its_place() -> None:
    """A person mends all of them at once."""
    world = World()
    with pytest.raises(RefusedError) as refused:
        world.place(world.request(NAME, "192.0.2.1", "a_b.example.test", "shop.other.test", "*.example.test"))
    assert [(violation.pointer, violation.code) for violation in refused.value.violations] == [
        ("/names/1", "ip_address"),
        ("/names/2", "underscore"),
        ("/names/3", "outside_scope"),
        ("/names/4", "wildcard_needs_dns"),
    ]
    assert not world.table.orders
    assert not world.machine.started


def test_names_become_a_labels_and_stand_once() -> None:
    """Capitals, a final dot and U-labels are other spellings of one name."""
    world = World()
    order, _ = world.place(world.request("Bücher.example.test", "xn--bcher-kva.example.test.", NAME.upper()))
    assert order.names == ("xn--bcher-kva.example.test", NAME)


def test_what_the_ca_would_refuse_is_refused_at_its_place() -> None:
    """Redundant with a wildcard, in any spelling, and too long for the CA: before an order is spent."""
    world = World()
    long = ".".join("abcdefghi") + ".example.test"
    names = ("WWW.example.test", long, "*.example.test", "www.example.test.", "m\u00fcnchen.example.test")
    with pytest.raises(RefusedError) as refused:
        world.place(world.request(*names, challenge=ChallengeType.DNS_01))
    assert [(violation.pointer, violation.code) for violation in refused.value.violations] == [
        ("/names/1", "too_many_labels"),
        ("/names/0", "redundant"),
        ("/names/4", "redundant"),
    ]
    assert not world.table.orders


def test_at_lets_encrypt_a_name_that_is_not_public_is_refused() -> None:
    """Another CA may issue for it."""
    world = World(directory_url="https://acme-staging-v02.api.letsencrypt.org/directory")
    with pytest.raises(RefusedError) as refused:
        world.place()
    assert [violation.code for violation in refused.value.violations] == ["not_public"]
    assert World().place()[1]


def test_an_emoji_name_is_ordered() -> None:
    """As it is in the DNS, or as it is typed."""
    world = World()
    order, _ = world.place(world.request("xn--i-7iq.example.test", "\U0001f4a9.example.test"))
    assert order.names == ("xn--i-7iq.example.test", "xn--ls8h.example.test")


def test_a_wildcard_may_be_ordered_for_dns_01_or_before_a_challenge_is_named() -> None:
    """Only http-01 cannot prove it."""
    for challenge in (ChallengeType.DNS_01, None):
        order, _ = World().place(World().request("*.example.test", challenge=challenge))
        assert order.names == ("*.example.test",)


@pytest.mark.parametrize(
    ("steps", "name", "challenge"),
    [
        (Steps.AUTOMATIC, NAME, ChallengeType.HTTP_01),
        (Steps.AUTOMATIC, "*.example.test", ChallengeType.DNS_01),
        (Steps.MANUAL, NAME, None),
    ],
)
def test_where_no_challenge_is_named_the_machine_takes_one_that_proves_all_names(
    steps: Steps, name: str, challenge: ChallengeType | None
) -> None:
    """In manual steps the choice stays open until verify."""
    world = World()
    order, _ = world.place(world.request(name, steps=steps, challenge=None))
    assert order.challenge is challenge


def test_an_unknown_scope_is_not_found() -> None:
    """Nothing is placed outside the scopes that administrators have put."""
    world = World()
    with pytest.raises(NotFoundError):
        world.place(world.request(scope="other"))
