"""The tasks of the machine by the name of their function's folder: the real use cases, wired to the world's ports."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

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
    """What a function's `app.py` wires, for every function of the machine."""
    at_ca: dict[str, Any] = {
        "orders": ports.orders,
        "accounts": ports.accounts,
        "vault": ports.vault,
        "keys": ports.keys,
        "ca": ports.ca,
    }
    dns: dict[str, Any] = {"orders": ports.orders, "txt_records": ports.txt_records}

    def timed(task: Callable[..., Any], **wired: Any) -> Task:  # noqa: ANN401 - ports
        return lambda given: task(given["scope"], given["order_id"], now=clock(), **wired)

    def open_(given: Data) -> None:
        find_zones(given["scope"], given["order_id"], public_dns=ports.public_dns, now=clock(), **dns)
        open_order(given["scope"], given["order_id"], lifetime=lifetime, now=clock(), **at_ca)

    def check(given: Data) -> Data:
        looked = partial(check_challenges, orders=ports.orders, lookout=ports.lookout, event_bus=ports.event_bus)
        found = looked(given["scope"], given["order_id"], run=given["run"], interval=interval, now=clock())
        return asdict(found)

    def clean_up(given: Data) -> None:
        clean_up_challenges(
            given["scope"], given["order_id"], responder=ports.responder, on_failure=lambda *_: None, **dns
        )

    def close(given: Data) -> None:
        ended = partial(close_order, orders=ports.orders, vault=ports.vault, event_bus=ports.event_bus)
        error = given["failure"]["Error"]
        ended(given["scope"], given["order_id"], error=error, certificates=ports.certificates, now=clock())

    poll = timed(check_authorizations, **at_ca)
    return {
        "open_order": open_,
        "present_challenges": timed(present_challenges, responder=ports.responder, **dns),
        "check_challenges": check,
        "answer_challenges": timed(answer_challenges, **at_ca),
        "check_authorizations": lambda given: asdict(poll(given)),
        "clean_up_challenges": clean_up,
        "finalize_order": timed(finalize_order, **at_ca),
        "retrieve_certificate": timed(
            retrieve_certificate, certificates=ports.certificates, event_bus=ports.event_bus, **at_ca
        ),
        "close_order": close,
    }
