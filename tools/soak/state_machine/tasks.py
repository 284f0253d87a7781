"""The tasks of the machine by the name of their function's folder: the real use cases, wired to the world's ports."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from certkeeper.adapters.public_roots import public_roots
from certkeeper.services.issuance.acme_account import AcmeAccount
from certkeeper.services.issuance.answer_challenges import answer_challenges
from certkeeper.services.issuance.check_authorizations import check_authorizations
from certkeeper.services.issuance.check_challenges import check_challenges
from certkeeper.services.issuance.clean_up_challenges import clean_up_challenges
from certkeeper.services.issuance.close_order import close_order
from certkeeper.services.issuance.finalize_order import finalize_order
from certkeeper.services.issuance.find_zones import find_zones
from certkeeper.services.issuance.open_order import open_order
from certkeeper.services.issuance.present_challenges import present_challenges
from certkeeper.services.issuance.retrieve_certificate import retrieve_certificate

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from certkeeper.domain.clock import Clock
    from tests.integration.machine.interpreter.state_data import Data
    from tools.soak.wiring.ports import Ports

    Task = Callable[[Data], Any]


def tasks(ports: Ports, clock: Clock, interval: timedelta, lifetime: timedelta) -> dict[str, Task]:
    """Return every task of the state machine, wired to the ports and the clock, by the name of its function's folder.

    `interval` is the pause between checks, and `lifetime` that of an order.
    """
    return _with_ca(ports, clock, lifetime) | _without_ca(ports, clock, interval)


def _with_ca(ports: Ports, clock: Clock, lifetime: timedelta) -> dict[str, Task]:
    """The tasks that ask the CA."""
    wired: dict[str, Any] = {"account": AcmeAccount(ports.orders, ports.accounts, ports.vault, ports.ca)}
    poll = _timed(check_authorizations, clock, **wired)

    def open_(given: Data) -> None:
        found = partial(find_zones, orders=ports.orders, txt_records=ports.txt_records, public_dns=ports.public_dns)
        found(given["scope"], given["order_id"], now=clock())
        open_order(given["scope"], given["order_id"], lifetime=lifetime, now=clock(), **wired)

    return {
        "open_order": open_,
        "answer_challenges": _timed(answer_challenges, clock, **wired),
        "check_authorizations": lambda given: asdict(poll(given)),
        "finalize_order": _timed(finalize_order, clock, **wired),
        "retrieve_certificate": _timed(
            retrieve_certificate,
            clock,
            certificates=ports.certificates,
            event_bus=ports.event_bus,
            roots=public_roots(),
            **wired,
        ),
    }


def _without_ca(ports: Ports, clock: Clock, interval: timedelta) -> dict[str, Task]:
    """Return the tasks that check, set records and end orders."""
    dns: dict[str, Any] = {"orders": ports.orders, "txt_records": ports.txt_records, "responder": ports.responder}

    def check(given: Data) -> Data:
        checked = partial(check_challenges, orders=ports.orders, lookout=ports.lookout, event_bus=ports.event_bus)
        found = checked(given["scope"], given["order_id"], run=given["run"], interval=interval, now=clock())
        return asdict(found)

    def clean_up(given: Data) -> None:
        clean_up_challenges(given["scope"], given["order_id"], on_failure=lambda *_: None, **dns)

    def close(given: Data) -> None:
        ended = partial(close_order, orders=ports.orders, vault=ports.vault, event_bus=ports.event_bus)
        error = given["failure"]["Error"]
        ended(given["scope"], given["order_id"], error=error, certificates=ports.certificates, now=clock())

    return {
        "present_challenges": _timed(present_challenges, clock, **dns),
        "check_challenges": check,
        "clean_up_challenges": clean_up,
        "close_order": close,
    }


def _timed(task: Callable[..., Any], clock: Clock, **wired: Any) -> Task:  # noqa: ANN401 - ports
    """A use case that needs no more than the order, the moment and its ports."""
    return lambda given: task(given["scope"], given["order_id"], now=clock(), **wired)
