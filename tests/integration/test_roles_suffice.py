"""Each function's role is what its calls need: nothing is missing, and nothing is granted that no journey uses.

The emulator enforces actions and resources, but not which rows of the table a role is for; here they are compared.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from certkeeper.domain.orders.order import OrderStatus
from tests.integration.machine.aws.account import account
from tests.integration.machine.aws.permissions import NeededPermission, PermissionCalls, granted, record_permissions
from tests.integration.machine.runs.certificate_changes import change_certificates, revoke
from tests.integration.machine.runs.event_delivery import deliver_all_events
from tests.integration.machine.runs.issuance import DOMAIN, SCOPE, Issuance
from tests.integration.machine.runs.order_scenarios import ABANDONED, AUTOMATIC, EVERY, Scenario
from tests.integration.machine.runs.sweeps import run_renewals, sweep_in_one_thread
from tests.integration.machine.runs.uploads import run_reconciliations, run_uploads
from tests.integration.machine.world.outside_world import OutsideWorld, outside

LATER = {
    # Lambda itself, with the function's role
    ("keep_history", "sqs:SendMessage"),
    ("send_notice", "sqs:SendMessage"),
}
"""Rights that no journey uses."""

SOLVERS = {
    ("check_challenges", "events:PutEvents"),  # for the person who sets a record
    ("clean_up_challenges", "dynamodb:UpdateItem"),
    ("clean_up_challenges", "route53:ChangeResourceRecordSets"),
    ("clean_up_challenges", "route53:ListResourceRecordSets"),
    ("open_order", "route53:GetHostedZone"),
    ("open_order", "route53:ListHostedZones"),
    ("present_challenges", "route53:ChangeResourceRecordSets"),
    ("present_challenges", "route53:GetChange"),
    ("present_challenges", "route53:ListResourceRecordSets"),
    *((function, "sts:AssumeRole") for function in ("clean_up_challenges", "open_order", "present_challenges")),
}
"""The journeys here set no records, for moto's Route 53 does not refuse what AWS refuses. End to end they are used,
with each role enforced: tests/e2e/orders/test_solvers.py."""


def repeated(order: Issuance) -> None:
    """Placed twice with one Idempotency-Key."""
    order.place(challenge="http-01")
    order.place(challenge="http-01")
    order.advance()


REPEATED = Scenario(repeated, OrderStatus.VALID)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> set[NeededPermission]:
    """What all functions need for every way that an order can take, and for what people read."""
    found: set[NeededPermission] = set()
    with outside(tmp_path_factory.mktemp("outside")) as world:
        for scenario in (*EVERY, ABANDONED, REPEATED):
            found |= set(_asked(world, scenario))
    return found


def test_every_call_is_allowed_by_the_role_of_its_function(asked: set[NeededPermission]) -> None:
    """Action, row and secret."""
    assert not [each for each in asked if not any(right.covers(each) for right in granted())]


def test_every_right_that_is_granted_is_used(asked: set[NeededPermission]) -> None:
    """A right that nothing needs is only good for somebody else."""
    unused = {right for right in granted() if not any(right.covers(each) for each in asked)}
    assert {(right.function, right.action) for right in unused} == LATER | SOLVERS


def _asked(world: OutsideWorld, scenario: Scenario) -> Iterator[NeededPermission]:
    calls = PermissionCalls()
    with pytest.MonkeyPatch.context() as patch, account(world.environment(), calls) as made:
        record_permissions(calls, patch)
        sweep_in_one_thread(patch)
        order = Issuance(made, world)
        call = made.handlers.call
        call("put_scope", "PUT", path={"scope": SCOPE}, body={"kind": "zone", "domain": DOMAIN})
        call("list_scopes", "GET", path={})
        call("list_orders", "GET", path={"scope": SCOPE})  # nothing yet: is there such a scope?
        scenario.go(order)
        of_scope, of_order = {"scope": order.scope}, {"scope": order.scope, "order_id": order.order_id}
        call("list_orders", "GET", path=of_scope)
        call("get_order", "GET", path=of_order)
        call("list_certificates", "GET", path=of_scope)
        for row in made.rows("SCOPE#", "#CERTIFICATES"):
            of_certificate = {**of_scope, "certificate_id": row["sk"]}
            call("get_certificate", "GET", path=of_certificate)
            call("export_certificate", "POST", path=of_certificate, body={"format": "pem"})
            if scenario.end is OrderStatus.VALID:
                assert revoke(made, order.scope, row["sk"]) == 200
        if scenario is REPEATED:
            run_uploads(made)
            change_certificates(made)
            run_reconciliations(made, calls)
            deliver_all_events(made, calls)
        if scenario is AUTOMATIC:
            made.handlers.run_task("close_order", {**of_order, "run": 1, "failure": {"Error": "TransientError"}})
            run_renewals(order)
        call("serve_challenge", "GET", path={"token": "a" * 43})
        yield from calls.asked
