"""The ways that an order can take, and how each ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from certkeeper.domain.orders.order import OrderStatus
from tests.integration.machine.interpreter.execution import Status
from tests.integration.machine.runs.issuance import Issuance


@dataclass(frozen=True)
class Scenario:
    """What people do and what befalls them; `end` is the status that the order ends with."""

    go: Callable[[Issuance], None]
    end: OrderStatus

    def __str__(self) -> str:
        return self.go.__name__


def automatic(order: Issuance) -> None:
    """Placed, and issued by itself."""
    order.place(challenge="http-01")
    order.advance()


def manual(order: Issuance) -> None:
    """Three calls of a person; the challenge is named at the second."""
    order.place(steps="manual")
    assert order.advance() is Status.WAITING
    order.verify()
    assert order.advance() is Status.WAITING
    order.issue()
    order.advance()


def cancelled(order: Issuance) -> None:
    """Given up while the machine waits for the person."""
    order.place(steps="manual")
    assert order.advance() is Status.WAITING
    order.cancel()
    order.advance()


def expired(order: Issuance) -> None:
    """Nobody verified before the deadline."""
    order.place(steps="manual")
    assert order.advance() is Status.WAITING
    order.let_expire()
    order.advance()


def abandoned(order: Issuance) -> None:
    """Placed by somebody who got no answer and did not ask again, but gave up."""
    order.place_once()
    order.cancel()
    order.advance()


def rejected(order: Issuance) -> None:
    """The CA refuses the name at once."""
    order.name, order.scope = "blocked.test", "all"
    order.place(challenge="http-01")
    order.advance()


def unverified(order: Issuance) -> None:
    """Certkeeper's own check finds the challenge, the CA does not."""
    order.outside.responder.hidden_from_ca = True
    try:
        order.place(challenge="http-01")
        order.advance()
    finally:
        order.outside.responder.hidden_from_ca = False


def automatic_in_dns(order: Issuance) -> None:
    """Proved by records that Certkeeper writes into a hosted zone of the account."""
    with order.own_zone():
        order.place(challenge="dns-01", solver="route53")
        order.advance()


AUTOMATIC = Scenario(automatic, OrderStatus.VALID)
AUTOMATIC_IN_DNS = Scenario(automatic_in_dns, OrderStatus.VALID)
MANUAL = Scenario(manual, OrderStatus.VALID)
CANCELLED = Scenario(cancelled, OrderStatus.CANCELLED)
ABANDONED = Scenario(abandoned, OrderStatus.CANCELLED)
EXPIRED = Scenario(expired, OrderStatus.EXPIRED)
REJECTED = Scenario(rejected, OrderStatus.INVALID)
UNVERIFIED = Scenario(unverified, OrderStatus.INVALID)
EVERY = (AUTOMATIC, MANUAL, CANCELLED, EXPIRED, REJECTED, UNVERIFIED)
