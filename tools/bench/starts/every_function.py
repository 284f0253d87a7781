"""Calls of every function, each at its place in an order: real rows, real events, a real CA."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from certkeeper.domain.clock import to_text, utc_now
from tests.integration.api.certificate_files import leaf, pem
from tests.integration.machine.aws.account_contents import Account
from tests.integration.machine.runs.event_delivery import a_failure, enqueue_unfinished, envelope, put_administrators
from tests.integration.machine.runs.issuance import SCOPE, Issuance
from tests.integration.machine.runs.scope_changes import change_scopes
from tests.integration.machine.world.outside_world import OutsideWorld

if TYPE_CHECKING:
    from tests.integration.machine.interpreter.handlers import Answer


def call_every_function(made: Account, world: OutsideWorld) -> None:
    """Call every function of the account `made` at least once in the `world` around it; a scope must be there."""
    order = Issuance(made, world)
    _automatic_order(order)
    _events_and_schedules(made, order)
    _manual_order(Issuance(made, world, name="by-hand.example.test"))
    _cancelled_order(Issuance(made, world, name="cancelled.example.test"))
    _certificate_changes(made)
    change_scopes(made)


def _automatic_order(order: Issuance) -> None:
    """The automatic way, and all that only reads, side by side: that is half of the time."""
    order.place(challenge="http-01")
    order.advance()
    call = order.account.handlers.call
    scope = {"scope": SCOPE}
    certificate = {**scope, "certificate_id": order.account.rows("CERTIFICATE#")[0]["certificate_id"]}
    reads = [
        partial(call, "list_scopes", "GET", path={}),
        partial(call, "list_orders", "GET", path=scope),
        partial(call, "get_order", "GET", path={**scope, "order_id": order.order_id}),
        partial(call, "list_certificates", "GET", path=scope),
        partial(call, "get_certificate", "GET", path=certificate),
        partial(call, "export_certificate", "POST", path=certificate, body={"format": "pem"}),
    ]
    with ThreadPoolExecutor(os.cpu_count()) as beside:
        for answer in beside.map(lambda read: read(), reads):
            assert answer.status == HTTPStatus.OK, answer


def _events_and_schedules(made: Account, order: Issuance) -> None:
    """What hears of events, what comes by the clock, and a renewal by hand."""
    run, now = made.handlers.run_event, {"time": to_text(utc_now())}
    failure = a_failure(SCOPE, order.order_id)
    run("keep_history", envelope(failure))
    run("send_notice", envelope(failure))
    enqueue_unfinished(made, failure)
    run("repeat_events", now)
    put_administrators("notified", "ada@example.test")
    run("subscribe_administrators", now)
    run("sweep_certificates", now)
    certificate = {"scope": SCOPE, "certificate_id": made.rows("CERTIFICATE#")[0]["certificate_id"]}
    assert made.handlers.call("renew_certificate", "POST", path=certificate, body={}).status == HTTPStatus.ACCEPTED
    order.advance()


def _manual_order(order: Issuance) -> None:
    """Verify and issue."""
    order.place(steps="manual")
    order.advance()
    order.verify()
    order.advance()
    order.issue()
    order.advance()


def _cancelled_order(order: Issuance) -> None:
    """Cancel and close."""
    order.place(steps="manual")
    order.advance()
    order.cancel()
    order.advance()


def _certificate_changes(made: Account) -> None:
    """What people do with certificates that are there, and a sweep that finds nothing to mend."""
    call, scope = made.handlers.call, {"scope": SCOPE}
    brought = call("upload_certificate", "POST", path=scope, body=pem(leaf("kept.example.test")))
    kept = {**scope, "certificate_id": brought.document["certificate_id"]}
    issued = {**scope, "certificate_id": made.rows("CERTIFICATE#")[0]["certificate_id"]}
    answers = [
        brought,
        _confirmed(made, "upload_version", kept, pem(leaf("kept.example.test"))),
        call("update_certificate", "PATCH", path=kept, body={"notice_days": [9, 2]}, tag="*"),
        call("delete_certificate", "DELETE", path=kept),
        call("restore_certificate", "POST", path=kept),
    ]
    answers += _replaced_and_back(made, issued)
    assert {answer.status for answer in answers} <= {HTTPStatus.OK, HTTPStatus.CREATED}
    revoked = call("revoke_certificate", "POST", path=issued, body={"reason": "superseded"})
    assert revoked.status in {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}  # 15 s for the CA, all times fifty here
    made.handlers.run_event("reconcile_certificates", {"time": to_text(utc_now())})


def _replaced_and_back(made: Account, issued: dict[str, str]) -> list[Answer]:
    """An upload in the place of an issued version, and both versions made current in turn."""
    replaced = _confirmed(made, "replace_certificate", issued, pem(leaf("kept.example.test")))
    uploaded = replaced.document["version"]
    before = {**issued, "version": str(uploaded - 1)}
    return [
        replaced,
        _confirmed(made, "activate_version", before, {}),
        _confirmed(made, "replace_with_version", {**issued, "version": str(uploaded)}, {}),
        _confirmed(made, "activate_version", before, {}),
    ]


def _confirmed(made: Account, operation: str, path: dict[str, str], body: dict[str, Any]) -> Answer:
    """Call an operation, and confirm what is lost by it if anything is."""
    answer = made.handlers.call(operation, "POST", path=path, body=body)
    if answer.status != HTTPStatus.CONFLICT:
        return answer
    compared = answer.document["comparison"]
    confirmed = {"version": compared["version"], "losses": [loss["code"] for loss in compared["losses"]]}
    return made.handlers.call(operation, "POST", path=path, body={**body, "confirmed": confirmed})
