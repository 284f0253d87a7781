"""Each function's role is what its calls need: nothing is missing, and nothing is granted that no journey uses.

The emulator enforces actions and resources, but not which rows of the table a role is for; here they are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pytest

from certkeeper.domain.orders.order import OrderStatus
from infra.rooms import read_functions
from tests.iam import allows, managed_statements, role_statements
from tests.integration.machine.aws.account import account
from tests.integration.machine.aws.permissions import (
    NeededPermission,
    PermissionCalls,
    RowRequest,
    granted,
    record_permissions,
)
from tests.integration.machine.runs.certificate_changes import change_certificates, revoke, withdrawn_while_published
from tests.integration.machine.runs.event_delivery import deliver_all_events
from tests.integration.machine.runs.issuance import DOMAIN, SCOPE, Issuance
from tests.integration.machine.runs.order_scenarios import ABANDONED, AUTOMATIC, EVERY, Scenario
from tests.integration.machine.runs.scope_changes import change_scopes
from tests.integration.machine.runs.sweeps import run_renewals, sweep_in_one_thread
from tests.integration.machine.runs.uploads import run_reconciliations, run_uploads
from tests.integration.machine.world.outside_world import OutsideWorld, outside
from tests.resolution import Stack
from tests.sam_translation import translated

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
    """Each step twice with one Idempotency-Key: the second time nothing waits, so that the machine is to be started."""
    for step in (lambda: order.place(steps="manual"), order.verify, order.issue):
        step()
        step()
        order.advance()


REPEATED = Scenario(repeated, OrderStatus.VALID)


Judged = Iterable[tuple[str, Sequence[str]]]
"""Actions, each with the values of `dynamodb:LeadingKeys` that IAM checks it with."""


def each_item_alone(request: RowRequest) -> Judged:
    """Each item of a request is checked by itself."""
    return [(action, [key]) for action, key in request.items]


def keys_of_an_action(request: RowRequest) -> Judged:
    """Each action is checked once, with the keys of all its items."""
    return [(action, [key for other, key in request.items if other == action]) for action, _ in request.items]


def keys_of_the_request(request: RowRequest) -> Judged:
    """Each action is checked once, with the keys of all items, also those of other actions."""
    return [(action, [key for _, key in request.items]) for action, _ in request.items]


def no_keys(request: RowRequest) -> Judged:
    """A request for several items has no such condition key."""
    return [(action, [] if len(request.items) > 1 else [key]) for action, key in request.items]


READINGS = (each_item_alone, keys_of_an_action, keys_of_the_request, no_keys)
"""What AWS's documents leave open: "Using IAM with transactions" (Amazon DynamoDB Developer Guide) names the actions
that a transaction needs, and not which keys each is checked with."""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> PermissionCalls:
    """What all functions need, and send, for every way that an order can take, and for what people read."""
    found = PermissionCalls()
    with outside(tmp_path_factory.mktemp("outside")) as world:
        for scenario in (*EVERY, ABANDONED, REPEATED):
            calls = _calls(world, scenario)
            found.asked |= calls.asked
            found.requests |= calls.requests
    return found


@pytest.fixture(scope="module")
def asked(recorded: PermissionCalls) -> set[NeededPermission]:
    """What all functions need."""
    return recorded.asked


def test_every_call_is_allowed_by_the_role_of_its_function(asked: set[NeededPermission]) -> None:
    """Action, row and secret."""
    assert not [each for each in asked if not any(right.covers(each) for right in granted())]


def test_every_right_that_is_granted_is_used(asked: set[NeededPermission]) -> None:
    """A right that nothing needs is only good for somebody else."""
    unused = {right for right in granted() if not any(right.covers(each) for each in asked)}
    assert {(right.function, right.action) for right in unused} == LATER | SOLVERS


@pytest.mark.parametrize("reading", READINGS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("conditions", ["by-action", "by-function", "off"])
def test_requests_for_rows_are_allowed_however_iam_reads_their_keys(
    recorded: PermissionCalls, conditions: str, reading: Callable[[RowRequest], Judged]
) -> None:
    """By one statement each, of the role and of the boundary. The strictest reading is why RowConditions exists."""
    resources = Stack(translated(), given={"RowConditions": conditions}).resources()
    denied = {each.function for each in recorded.requests if not _allowed(resources, each, reading(each))}
    if (conditions, reading) == ("by-action", keys_of_the_request):
        assert denied == _writers_of_transactions() - {"revoke_certificate"}
    else:
        assert not denied


def test_functions_that_write_transactions_say_so(recorded: PermissionCalls) -> None:
    """In their function.yaml: for them RowConditions adds a statement, and for no other."""
    sent = {each.function for each in recorded.requests if each.operation.startswith("Transact")}
    assert sent == _writers_of_transactions()


def _writers_of_transactions() -> set[str]:
    return {each.operation for each in read_functions() if each.room.transactions}


def _allowed(resources: Mapping[str, Mapping[str, Any]], request: RowRequest, judged: Judged) -> bool:
    role = "".join(word.title() for word in request.function.split("_")) + "Role"
    policies = role_statements(resources, role), managed_statements(resources, "FunctionBoundary")
    table = Stack(translated()).value({"Fn::GetAtt": ["Table", "Arn"]})
    resource = f"{table}/index/{request.index}" if request.index else table
    return all(
        allows(statements, action, resource, {"dynamodb:LeadingKeys": keys} if keys else {})
        for action, keys in judged
        for statements in policies
    )


def _calls(world: OutsideWorld, scenario: Scenario) -> PermissionCalls:
    calls = PermissionCalls()
    with pytest.MonkeyPatch.context() as patch, account(world.environment(), calls) as made:
        record_permissions(calls, patch)
        sweep_in_one_thread(patch)
        order = Issuance(made, world)
        call = made.handlers.call
        call("put_scope", "PUT", path={"scope": SCOPE}, body={"kind": "zone", "domain": DOMAIN})
        call("list_scopes", "GET", path={})
        if scenario is REPEATED:
            change_scopes(made)
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
            with withdrawn_while_published():
                run_renewals(order)
    return calls
