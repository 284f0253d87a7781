"""The calls of a person for an order over HTTP: place, read, wait, verify, issue, cancel."""

from __future__ import annotations

import time
from typing import Any

from infra.local.caller import Answer, Caller

SCOPE = "shop"
DOMAIN = "example.test"
MAX_SECONDS = 180.0
"""A CA that refuses nonces and takes its time needs some 10 s; a machine of two cores may be busy."""
POLL_SECONDS = 0.2
ENDED = {"valid", "invalid", "expired", "cancelled"}


def ensure_scope(administrator: Caller) -> None:
    """The scope that the tests order in."""
    answer = administrator.request("PUT", f"/scopes/{SCOPE}", body={"kind": "zone", "domain": DOMAIN})
    assert answer.status in {200, 201}, answer.body


def define_scope(caller: Caller, name: str, body: dict[str, Any]) -> dict[str, Any]:
    """A scope as the body defines it, in the place of one that another test has left."""
    answer = caller.request("PUT", f"/scopes/{name}", body=body)
    if answer.status == 428:
        answer = caller.request("PUT", f"/scopes/{name}", body=body, headers={"If-Match": "*"})
    assert answer.status in {200, 201}, answer.body
    return dict(answer.json())


def place(caller: Caller, *names: str, key: str | None = None, scope: str = SCOPE, **wishes: str) -> dict[str, Any]:
    """Places an order and gives what the API shows of it."""
    headers = {} if key is None else {"Idempotency-Key": key}
    body = {"names": list(names), **wishes}
    answer = caller.request("POST", f"/scopes/{scope}/orders", body=body, headers=headers)
    assert answer.status == 202, answer.body
    return dict(answer.json())


def path_of(order: dict[str, Any]) -> str:
    """Where the order is."""
    return f"/scopes/{order['scope']}/orders/{order['order_id']}"


def read_order(caller: Caller, order: dict[str, Any]) -> dict[str, Any]:
    """The order as it stands."""
    answer = caller.request("GET", path_of(order))
    assert answer.status == 200, answer.body
    return dict(answer.json())


def wait_until(caller: Caller, order: dict[str, Any], *statuses: str, action: str | None = None) -> dict[str, Any]:
    """Polls until the order has one of the statuses, and `action` is possible where one is named."""
    deadline = time.monotonic() + MAX_SECONDS
    while True:
        seen = read_order(caller, order)
        if seen["status"] in statuses and (action is None or action in seen["actions"]):
            return seen
        assert seen["status"] not in ENDED, f"ended as {seen['status']}: {seen['failure']}"
        assert time.monotonic() < deadline, f"still {seen}"
        time.sleep(POLL_SECONDS)


def verify(caller: Caller, order: dict[str, Any], challenge: str | None = None, key: str | None = None) -> Answer:
    """Presses Verify."""
    headers = {} if key is None else {"Idempotency-Key": key}
    body = {} if challenge is None else {"challenge": challenge}
    return caller.request("POST", f"{path_of(order)}/verification", body=body, headers=headers)


def issue(caller: Caller, order: dict[str, Any]) -> Answer:
    """Presses Issue."""
    return caller.request("POST", f"{path_of(order)}/issuance")


def cancel(caller: Caller, order: dict[str, Any]) -> Answer:
    """Presses Cancel."""
    return caller.request("DELETE", path_of(order))
