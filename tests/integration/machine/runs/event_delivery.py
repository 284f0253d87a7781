"""Runs of events: consumers, the queue of failed ones, and administrators' subscriptions."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.events import entry_of
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.domain import event_details
from certkeeper.domain.clock import to_text, utc_now
from certkeeper.domain.events import Event, EventType
from certkeeper.domain.orders.challenges import Challenge, ChallengeType
from certkeeper.domain.orders.order import Authorization
from certkeeper.domain.renewal.sweep_events import action_required
from certkeeper.domain.scopes import Scope, ScopeKind
from functions.events.keep_history import app as keep_history
from functions.events.repeat_events import app as repeat_events
from functions.events.send_notice import app as send_notice
from functions.events.subscribe_administrators import app as subscribe_administrators
from tests.contracts.examples import NOW, an_order, new_id
from tests.event_schemas import STACK, delivered
from tests.integration.machine.aws.account_contents import TABLE, queues
from tests.integration.machine.interpreter.handlers import Context

if TYPE_CHECKING:
    from datetime import datetime
    from types import ModuleType

    from tests.integration.machine.aws.account_contents import Account
    from tests.integration.machine.aws.calls import Calls

APPS = (keep_history, repeat_events, send_notice, subscribe_administrators)


def forget_processes() -> None:
    """Fresh processes of all four."""
    for app in APPS:
        for value in vars(app).values():
            if getattr(value, "__module__", "") == app.__name__ and hasattr(value, "cache_clear"):
                value.cache_clear()


def envelope(event: Event) -> dict[str, Any]:
    """An event as EventBridge hands it to its targets."""
    return {**delivered(entry_of(event, STACK)), "time": to_text(event.occurred_at)}


def a_deletion(scope: str = "shop") -> Event:
    """Something that administrators are informed of, whatever else there is."""
    detail = event_details.deleted(name="storefront", caller="arn:ada", recoverable_until=NOW + timedelta(days=30))
    return Event(new_id(), EventType.CERTIFICATE_DELETED, utc_now(), scope, new_id(), "", detail)


def a_failure(scope: str, order_id: str) -> Event:
    """One that shows its order."""
    detail = event_details.order_failed(name="storefront", status="invalid", code="zone_missing")
    return Event(new_id(), EventType.ORDER_FAILED, utc_now(), scope, new_id(), order_id, detail)


def an_action() -> Event:
    """One that shows the records of its order, which is in the table."""
    challenges = (Challenge("dns-01", "https://ca/1/d", "tok"),)
    pending = Authorization("shop.example.test", "https://ca/1", "pending", challenges)
    order = an_order(
        renews_version=1,
        challenge=ChallengeType.DNS_01,
        thumbprint="print",
        deadline=NOW + timedelta(days=7),
        authorizations=(pending,),
    )
    DynamoOrders(TABLE, client("dynamodb")).place(order, None, None)
    return action_required(order, NOW)


def deliver(calls: Calls, app: ModuleType, event: Event) -> None:
    """A consumer is called."""
    with calls.within(app.__name__.split(".")[-2]):
        app.handler(envelope(event), None)


def run(calls: Calls, app: ModuleType, at: datetime = NOW) -> None:
    """A scheduled function is called."""
    name = app.__name__.split(".")[-2]
    with calls.within(name):
        app.handler({"time": to_text(at)}, Context(name))


def enqueue_unfinished(account: Account, event: Event) -> None:
    """As Lambda and EventBridge leave what could not be done."""
    queues().send_message(QueueUrl=account.queue_url, MessageBody=json.dumps(envelope(event)))


def put_administrators(name: str, *addresses: str) -> None:
    """A scope whose administrators are these, without anybody being asked yet."""
    scope = Scope(name, ScopeKind.ZONE, f"{name}.test", NOW, administrators=addresses)
    scopes = DynamoScopes(TABLE, client("dynamodb"))
    if scopes.create(scope) is None:
        scopes.replace(replace(scope, revision=scopes.get(name).revision))


def deliver_all_events(account: Account, calls: Calls) -> None:
    """Reported, reported again, taken up again, beside what is no event; administrators asked, changed and let go."""
    forget_processes()
    deletion, failure = a_deletion(), a_failure("shop", new_id())
    for event in (deletion, deletion, failure):
        deliver(calls, send_notice, event)
        deliver(calls, keep_history, event)
    for event in (a_deletion(), a_failure("shop", new_id())):
        enqueue_unfinished(account, event)
    queues().send_message(QueueUrl=account.queue_url, MessageBody="no event")
    run(calls, repeat_events)
    put_administrators("one", "both@example.test", "one@example.test")
    run(calls, subscribe_administrators)
    put_administrators("one")
    put_administrators("two", "both@example.test")
    run(calls, subscribe_administrators)
    account.handlers.call(
        "put_scope",
        "PUT",
        path={"scope": "three"},
        body={"kind": "zone", "domain": "three.test", "administrators": ["three@example.test"]},
    )
