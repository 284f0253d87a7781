"""A crash before and after each call: an event is reported and written down once, a person is asked once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.sns import MANAGED_FILTER
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from functions.events.keep_history import app as keep_history
from functions.events.repeat_events import app as repeat_events
from functions.events.send_notice import app as send_notice
from functions.events.subscribe_administrators import app as subscribe_administrators
from tests.contracts.examples import NOW
from tests.integration.machine.aws.account import account
from tests.integration.machine.aws.account_contents import TABLE, queues
from tests.integration.machine.aws.calls import Calls, Crash, Point, distinct
from tests.integration.machine.aws.intercepted_calls import watch
from tests.integration.machine.runs.event_delivery import (
    a_deletion,
    an_action,
    deliver,
    enqueue_unfinished,
    forget_processes,
    put_administrators,
    run,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_stepfunctions.type_defs import ExecutionListItemTypeDef

    from certkeeper.domain.events import Event
    from tests.integration.machine.aws.account_contents import Account

    Consumer = Callable[[Account, Calls, Event], None]
    Check = Callable[[Account, Event], list[str]]
    MakeEvent = Callable[[], Event]

SHOWN_AGAIN_AT_ONCE = {"VisibilityTimeout": "0"}
"""Nobody waits six minutes in a test."""
BOTH, ONE = "both@example.test", "one@example.test"


def delivering(_account: Account, calls: Calls, event: Event) -> None:
    """The bus calls both consumers; Lambda calls again whichever died."""
    for app in (send_notice, keep_history):
        _until_done(lambda app=app: deliver(calls, app, event))  # type: ignore[misc]


def repeating(account: Account, calls: Calls, event: Event) -> None:
    """What lies in the queue is taken up, by the next run where the first one died."""
    queues().set_queue_attributes(QueueUrl=account.queue_url, Attributes=SHOWN_AGAIN_AT_ONCE)
    enqueue_unfinished(account, event)
    _until_done(lambda: run(calls, repeat_events))


def subscribing(account: Account, calls: Calls, _event: Event) -> None:
    """One is new, one changes, one goes: the next run does what one that died has left."""
    for address in (BOTH, ONE):
        client("sns").subscribe(
            TopicArn=account.topic_arn,
            Protocol="email",
            Endpoint=address,
            Attributes={"FilterPolicy": json.dumps({"scope": ["old"], **MANAGED_FILTER})},
        )
    put_administrators("left", BOTH)
    put_administrators("right", BOTH, "new@example.test")
    moments = iter((NOW, NOW + timedelta(minutes=15)))
    _until_done(lambda: run(calls, subscribe_administrators, next(moments)))


def putting(account: Account, _calls: Calls, _event: Event) -> None:
    """Whoever puts a scope and gets no answer puts it again."""
    body = {"kind": "zone", "domain": "shop.test", "administrators": [BOTH, ONE]}
    _until_done(lambda: account.handlers.call("put_scope", "PUT", path={"scope": "shop"}, body=body))


def delivered_once(account: Account, event: Event) -> list[str]:
    """One execution, one row, and nothing left in the queue."""
    found: list[str] = []
    runs = executions(account)
    if [each["name"] for each in runs] != [event.event_id]:
        found.append(f"executions: {[each['name'] for each in runs]}")
    rows = account.rows("HISTORY#")
    if [row["event_id"] for row in rows] != [event.event_id]:
        found.append(f"rows: {rows}")
    if queues().receive_message(QueueUrl=account.queue_url).get("Messages"):
        found.append("the queue is not empty")
    return found


def delivered_once_with_its_records(account: Account, event: Event) -> list[str]:
    """Whoever reads the notice can set them."""
    order = DynamoOrders(TABLE, client("dynamodb")).get(event.scope, event.order_id)
    reported = [
        client("stepfunctions").describe_execution(executionArn=each["executionArn"])["input"]
        for each in executions(account)
    ]
    values = [expectation.expected for expectation in order.expectations()]
    shown = values and all(value in text for value in values for text in reported)
    return [*delivered_once(account, event), *([] if shown else [f"{values} are not in {reported}"])]


def executions(account: Account) -> list[ExecutionListItemTypeDef]:
    """The notices that were handed on."""
    return client("stepfunctions").list_executions(stateMachineArn=account.notice_machine_arn)["executions"]


def as_wanted(account: Account, _event: Event) -> list[str]:
    """What SNS has is what the scopes say."""
    wanted = {BOTH: ["left", "right"], "new@example.test": ["right"]}
    return [] if (held := policies(account)) == wanted else [f"subscriptions: {held}"]


def as_put(account: Account, _event: Event) -> list[str]:
    """The scope is there, and so are its administrators."""
    held = policies(account)
    rows = account.rows("SCOPES")
    return [] if held == {BOTH: ["shop"], ONE: ["shop"]} and len(rows) == 1 else [f"{rows}, {held}"]


def policies(account: Account) -> dict[str, Any]:
    """The scopes of each address, as SNS has them."""
    sns = client("sns")
    found = sns.list_subscriptions_by_topic(TopicArn=account.topic_arn)["Subscriptions"]
    assert len({each["Endpoint"] for each in found}) == len(found)
    return {
        each["Endpoint"]: json.loads(
            sns.get_subscription_attributes(SubscriptionArn=each["SubscriptionArn"])["Attributes"]["FilterPolicy"]
        )["scope"]
        for each in found
    }


RUNS: list[tuple[Consumer, MakeEvent, Check, int]] = [
    (delivering, a_deletion, delivered_once, 4),
    (delivering, an_action, delivered_once_with_its_records, 5),
    (repeating, a_deletion, delivered_once, 7),
    (repeating, an_action, delivered_once_with_its_records, 8),
    (subscribing, a_deletion, as_wanted, 7),
    (putting, a_deletion, as_put, 6),
]


@pytest.mark.parametrize(
    ("consumer", "make_event", "check", "least"), RUNS, ids=[f"{row[0].__name__}-{row[1].__name__}" for row in RUNS]
)
def test_a_crash_at_any_call_loses_nothing_and_does_nothing_twice(
    consumer: Consumer, make_event: MakeEvent, check: Check, least: int
) -> None:
    """Before it and after it, whichever call it is."""
    whole = Calls()
    assert _outcome(whole, consumer, make_event, check) == []
    points = distinct(whole.points())
    assert len(points) > least
    wrong = {str(point): found for point in points if (found := _crashed(point, consumer, make_event, check))}
    assert wrong == {}


def _crashed(point: Point, consumer: Consumer, make_event: MakeEvent, check: Check) -> list[str]:
    calls = Calls(point)
    found = _outcome(calls, consumer, make_event, check)
    assert calls.crashed
    return found


def _outcome(calls: Calls, consumer: Consumer, make_event: MakeEvent, check: Check) -> list[str]:
    with pytest.MonkeyPatch.context() as patch, account({}, calls) as made:
        event = make_event()
        forget_processes()
        watch(calls, patch)
        consumer(made, calls, event)
        return check(made, event)


def _until_done(consumer: Callable[[], object]) -> None:
    """A process that died is made anew and called again."""
    try:
        consumer()
    except Crash:
        forget_processes()
        consumer()
