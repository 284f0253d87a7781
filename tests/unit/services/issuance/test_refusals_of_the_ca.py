"""Any refusal of the CA ends the order with the CA's reason, and never as an error of the program."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from certkeeper.domain.errors import AcmeDirectoryError, AcmeProblemError, OrderFailed, TransientError
from certkeeper.ports.certificate_authority import CaSession, CertificateAuthority
from tests.fakes.ca.certificate_authority import FakeCertificateAuthority, FakeSession
from tests.unit.services.world import World

if TYPE_CHECKING:
    from certkeeper.domain.errors import CertkeeperError
    from certkeeper.domain.orders.failures import Failure

AT_OPENING = {
    name: FakeCertificateAuthority
    for name in vars(CertificateAuthority)
    if callable(getattr(CertificateAuthority, name))
}
IN_SESSION = {name: FakeSession for name in vars(CaSession) if callable(getattr(CaSession, name))}
OPERATIONS = {
    name: asked
    for name, asked in {**AT_OPENING, **IN_SESSION}.items()
    if not name.startswith("_") and name != "revoke"  # which no order does
}
"""Everything that an order asks of the CA, from the ports: what is added to them is tried here too."""
AFTER_OPENING = ("answer", "finalize", "certificate")
DIRECTORY_MOVED = AcmeDirectoryError("the address (AcmeDirectoryUrl) answered 404")


def refuse(patch: pytest.MonkeyPatch, operation: str, error: CertkeeperError) -> None:
    """From now on the CA answers the operation with this."""

    def refusing(*_: object, **__: object) -> None:
        raise error

    patch.setattr(OPERATIONS[operation], operation, refusing)


def ended(patch: pytest.MonkeyPatch, operation: str, error: CertkeeperError) -> Failure:
    """Why an order ends whose CA refuses one operation."""
    world = World()
    order, _ = world.place()
    refuse(patch, operation, error)
    with suppress(TransientError, OrderFailed):  # FinalizeOrder's first try has changed the order, and cannot end it
        world.run_on(order)
    with pytest.raises(OrderFailed):
        world.run_on(order)
    world.clean_up(order)
    world.close(order, "OrderFailed")
    failure = world.stored(order).failure
    assert failure is not None
    return failure


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_refusal_without_a_reason_ends_the_order_with_its_status(
    operation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A firewall's page, wherever it comes in: neither 'internal' nor 'blank'."""
    failure = ended(monkeypatch, operation, AcmeProblemError(403, "", "", "POST https://ca.example.test/x"))
    assert (failure.code, failure.acme_type) == ("refused_by_ca", "")
    assert "the CA answered 403 to POST https://ca.example.test/x" in failure.detail
    assert "firewall" in failure.detail


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_refusal_ends_the_order_with_what_the_ca_says(operation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status, type and sentence."""
    problem = AcmeProblemError(403, "urn:ietf:params:acme:error:unauthorized", "the account is deactivated")
    failure = ended(monkeypatch, operation, problem)
    assert (failure.code, failure.acme_type) == ("refused_by_ca", problem.type)
    assert failure.detail == "the CA answered 403 unauthorized: the account is deactivated"


@pytest.mark.parametrize("operation", ["metadata", "register", "new_order"])
def test_an_address_that_gives_no_directory_ends_the_order_at_once(
    operation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost yet, and only a person can set another."""
    failure = ended(monkeypatch, operation, DIRECTORY_MOVED)
    assert (failure.code, failure.detail) == ("directory_unusable", str(DIRECTORY_MOVED))


@pytest.mark.parametrize("operation", AFTER_OPENING)
def test_a_directory_that_cannot_be_read_any_more_is_read_again(
    operation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order was opened at this very address, and its certificate may be waiting there."""
    world = World()
    order, _ = world.place()
    with monkeypatch.context() as patch:
        refuse(patch, operation, DIRECTORY_MOVED)
        with pytest.raises(TransientError, match="answered 404"):
            world.run_on(order)
    assert world.stored(order).failure is None
    world.run_on(order)
    assert world.certificate(order).version == 1
