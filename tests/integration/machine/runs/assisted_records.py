"""The person who sets a record for each order: asked for it, and found by the machine's next check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.integration.machine.interpreter.execution import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.machine.aws.account_contents import Account
    from tests.integration.machine.interpreter.state_data import Data
    from tests.integration.machine.runs.issuance import Issuance

PROVED = {"challenge": "dns-01", "solver": "assisted"}
"""How an order is placed that waits for a person."""


def asked_for(account: Account) -> set[str]:
    """The orders that people were asked to set records for."""
    return {event["order_id"] for event in account.events if event["type"] == "Action Required"}


def set_records(order: Issuance, *order_ids: str) -> None:
    """Sets the records that these orders show; the machine checks again once its pause is over."""
    for order_id in order_ids:
        for each in _challenges(order, order_id):
            order.outside.dns.records.put(each["record_name"], "TXT", [f'"{each["record_value"]}"'])
    assert order.account.machine.last.status is Status.WAITING
    order.account.machine.last.time_out()
    order.advance()


def remove_records(order: Issuance) -> None:
    """DNS is one for all runs: what the person has set goes away."""
    order.outside.dns.records.remove(f"_acme-challenge.{order.name}", "TXT")


def _challenges(order: Issuance, order_id: str) -> Iterator[Data]:
    path = {"scope": order.scope, "order_id": order_id}
    shown = order.account.handlers.call("get_order", "GET", path=path).document
    for authorization in shown["authorizations"]:
        yield from (each for each in authorization["challenges"] if each["type"] == "dns-01")
