"""Bad news and its end, as administrators hear of it: from real causes, by the deployed sweep at later moments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep
from typing import Any

import pytest

from certkeeper.domain.clock import from_text, to_text
from infra.local.administrator import administrator_role
from infra.local.caller import Caller, assume
from infra.local.inbox import DeliveredMessage
from infra.local.sweeping import sweep_at
from infra.local.world import World
from tests.e2e.dns import hosted_zone, route53
from tests.e2e.notices.test_notices import settled
from tests.e2e.order_journey import MAX_SECONDS, POLL_SECONDS, place, wait_until
from tests.e2e.orders.test_renewals import certificate, wait_for_version
from tests.e2e.orders.test_solvers import put_scope

FIRST_PAUSE = timedelta(minutes=1)
"""After the first attempt that failed (ADR 52)."""


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """A world of its own: a sweep of three months from now would renew whatever other tests have ordered."""
    with World(seconds=900.0) as world:
        yield world


@pytest.fixture(scope="module")
def caller(world: World) -> Caller:
    """Who may do everything."""
    deployed = world.deploy()
    return assume(world.cloud, administrator_role(world.cloud, deployed), deployed.api_url)


def test_a_renewal_that_failed_is_reported_with_its_reason_and_next_attempt_and_so_is_its_success(
    world: World, caller: Caller
) -> None:
    """The hosted zone is deleted, and made again after the notice; each is reported once, however often is swept."""
    zone_id = hosted_zone(world.cloud, "failing.test")
    put_scope(caller, "failing", "failing.test", solver="route53")
    order = place(caller, "*.failing.test", scope="failing")
    wait_until(caller, order, "valid")
    sweep_at(world.cloud, datetime.now(UTC))
    renewed_at = next_at(certificate(caller, order), "renew")
    route53(world.cloud).delete_hosted_zone(Id=zone_id)
    sweep_at(world.cloud, renewed_at)
    failing = {**order, "order_id": certificate(caller, order)["renewal"]["order_id"]}
    reason = wait_until(caller, failing, "invalid")["failure"]
    assert reason["code"] == "zone_missing"
    sweep_until_it_counts(world, caller, order, renewed_at)
    sweep_at(world.cloud, renewed_at)
    again_at = renewed_at + FIRST_PAUSE
    failed = one_of(world.inbox.wait_for(order["certificate_id"], "Renewal Failed"), "Renewal Failed")
    assert failed.document["order_id"] == failing["order_id"]
    reported = failed.document["detail"]
    assert (reported["code"], reported["attempt"], reported["next_attempt_at"]) == (
        "zone_missing",
        "1",
        to_text(again_at),
    )
    assert "_acme-challenge.failing.test" in reported["reason"]
    assert reason["detail"].startswith(reported["reason"])
    assert reported["reason"] in unwrapped(failed)
    assert f"tries again at {to_text(again_at)}" in unwrapped(failed)
    assert next_at(certificate(caller, order), "renew") == again_at
    hosted_zone(world.cloud, "failing.test")
    sweep_at(world.cloud, again_at)
    wait_for_version(caller, order, 2)
    messages = settled(world, order["certificate_id"], "Certificate Renewed")
    assert sorted(message.type for message in messages) == [
        "Certificate Issued",
        "Certificate Renewed",
        "Renewal Failed",
    ]


def test_whoever_lets_a_certificate_end_hears_of_it_before_and_then(world: World, caller: Caller) -> None:
    """Renewal is switched off; the sweep comes when the certificate says that somebody is notified, and at its end."""
    put_scope(caller, "ending", "ending.test")
    order = place(caller, "www.ending.test", scope="ending", challenge="http-01")
    wait_until(caller, order, "valid")
    leave_alone(caller, order)
    shown = certificate(caller, order)
    not_after = from_text(shown["facts"]["not_after"])
    warned_at = next_at(shown, "notify")
    assert warned_at == not_after - timedelta(days=14)
    for moment in (warned_at - timedelta(seconds=1), warned_at, warned_at, not_after, not_after):
        sweep_at(world.cloud, moment)
    messages = settled(world, order["certificate_id"], "Certificate Expiring", "Certificate Expired")
    assert sorted(message.type for message in messages) == [
        "Certificate Expired",
        "Certificate Expiring",
        "Certificate Issued",
    ]
    expiring = one_of(messages, "Certificate Expiring")
    assert expiring.document["occurred_at"] == to_text(warned_at)
    assert expiring.document["detail"] == {"threshold_days": "14", "not_after": shown["facts"]["not_after"]}
    assert "Its renewal is switched off" in unwrapped(expiring)
    assert one_of(messages, "Certificate Expired").document["occurred_at"] == to_text(not_after)
    ended = certificate(caller, order)
    assert (ended["version"], ended["next_action"]["action"]) == (1, "renew_by_hand")


def leave_alone(caller: Caller, order: dict[str, Any]) -> None:
    """Switches its automatic renewal off."""
    path = f"/scopes/{order['scope']}/certificates/{order['certificate_id']}"
    headers = {"If-Match": caller.request("GET", path).headers["etag"]}
    answer = caller.request("PATCH", path, body={"renewal_enabled": False}, headers=headers)
    assert answer.status == 200, answer.body


def next_at(shown: dict[str, Any], action: str) -> datetime:
    """When what comes next for a certificate comes, which must be this."""
    assert shown["next_action"]["action"] == action, shown["next_action"]
    return from_text(shown["next_action"]["at"])


def sweep_until_it_counts(world: World, caller: Caller, order: dict[str, Any], moment: datetime) -> None:
    """The machine makes the certificate due only after it has ended the order."""
    deadline = monotonic() + MAX_SECONDS
    while not (renewal := certificate(caller, order)["renewal"])["failures"]:
        assert monotonic() < deadline, renewal
        sleep(POLL_SECONDS)
        sweep_at(world.cloud, moment)


def one_of(messages: list[DeliveredMessage], type_: str) -> DeliveredMessage:
    """The one letter of this type."""
    (found,) = (message for message in messages if message.type == type_)
    return found


def unwrapped(message: DeliveredMessage) -> str:
    """Its text, wherever its lines are broken."""
    return " ".join(message.text.split())
