"""Sweeps by the real handler, at any moment, in a process that is made anew after a crash."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.renewals import DynamoRenewals
from certkeeper.domain.clock import to_text, utc_now
from functions.events.sweep_certificates import app
from tests.integration.machine.aws.account_contents import PREFIX, Account
from tests.integration.machine.aws.calls import Crash
from tests.integration.machine.interpreter.handlers import Context, forget_wiring
from tests.integration.machine.world.pebble_quirks import prevent_reused_authorizations, require_usable_serial

if TYPE_CHECKING:
    from tests.integration.machine.runs.issuance import Issuance

HOUR = timedelta(hours=1)
FUNCTION = "sweep_certificates"


def sweep_in_one_thread(patch: pytest.MonkeyPatch) -> None:
    """Calls are counted in one thread, and in the same sequence whatever the ids are: there is one shard."""
    patch.setattr(app, "WORKERS", 1)
    patch.setattr(keys, "DUE_SHARDS", 1)
    patch.setattr(DynamoRenewals, "shards", 1)


def sweep(account: Account, moment: datetime) -> None:
    """What EventBridge calls. Raises Crash where the process dies."""
    forget_wiring()
    with account.calls.within(FUNCTION):
        app.handler({"time": to_text(moment)}, Context(FUNCTION))


def sweeps(order: Issuance, moment: datetime, times: int) -> None:
    """A sweep every hour, each followed by what the machine does; one that crashes is followed by the next.

    The CA's clock is the real one: a certificate that was renewed begins today, and is checked today.
    """
    for number in range(times):
        renewed = any(row["version"] > 1 for row in order.account.rows("SCOPE#", "#CERTIFICATES"))
        with suppress(Crash):
            sweep(order.account, (utc_now() if renewed else moment) + HOUR * number)
        order.advance()


def issued(order: Issuance) -> None:
    """A certificate that a renewal is to follow, as every CA but Pebble lets it. Raises UnusableSerialError."""
    order.place(challenge="http-01")
    order.advance()
    renewable(order)


def renewable(order: Issuance) -> None:
    """Rules out what Pebble alone would do to the renewal. Raises UnusableSerialError."""
    prevent_reused_authorizations(order)
    require_usable_serial(order)


def run_renewals(order: Issuance) -> None:
    """By hand, twice with one key; by a sweep, whose order fails; and a sweep that says so."""
    (row,) = order.account.rows("SCOPE#", "#CERTIFICATES")
    path = {"scope": order.scope, "certificate_id": row["certificate_id"]}
    for _ in range(2):
        order.account.handlers.call("renew_certificate", "POST", path=path, body={}, key="renew")
    order.advance()
    prevent_reused_authorizations(order)
    order.outside.responder.hidden_from_ca = True
    try:
        for hours in range(2):
            sweep(order.account, utc_now() + timedelta(days=70, hours=hours))
            order.advance()
    finally:
        order.outside.responder.hidden_from_ca = False
    assert order.account.events[-1]["type"] == "Renewal Failed"


def broken_renewal(account: Account, *, versions: int, orders: int) -> Iterator[str]:
    """Each promise that the account does not keep once a certificate has so many versions, from so many orders."""
    statuses = [row["status"] for row in account.rows("SCOPE#", "#ORDERS")]
    if len(statuses) != orders:
        yield f"there are {len(statuses)} orders: {statuses}"
    if running := set(statuses) - {"valid", "invalid", "expired", "cancelled"}:
        yield f"orders are left {running}"
    (certificate,) = account.rows("SCOPE#", "#CERTIFICATES")
    stored = account.rows("CERTIFICATE#")
    if certificate["version"] != versions or len(stored) != versions:
        yield f"the certificate has version {certificate['version']}, and {len(stored)} are stored"
        return
    if "outbox" in certificate:
        yield "something is still unpublished"
    if "due_at" not in certificate:
        yield "nobody will check again"
    if account.rows("CHALLENGE#"):
        yield "challenges are still presented"
    name = f"{PREFIX}/certificates/{certificate['certificate_id']}"
    newest = max(stored, key=lambda row: int(row["version"]))
    if account.secret(name).get("certificate") != newest["certificate_pem"]:
        yield "the secret's current value is not the newest version"
    stages = [label for labels in account.secrets()[name]["SecretVersionsToStages"].values() for label in labels]
    if stages.count("AWSCURRENT") != 1 or (versions > 1 and stages.count("AWSPREVIOUS") != 1):
        yield f"the secret's stages are {stages}"


def reported(account: Account) -> dict[str, set[str]]:
    """The ids of the events that were published, by their types: repeats are one."""
    found: dict[str, set[str]] = {}
    for event in account.events:
        found.setdefault(event["type"], set()).add(event["event_id"])
    return found
