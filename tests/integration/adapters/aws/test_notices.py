"""Notices go out under their own ids, and what could not be done about events comes back from its queue."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from certkeeper.adapters.aws import events
from certkeeper.adapters.aws.events import SqsUnfinishedEvents, entry_of
from certkeeper.adapters.aws.stepfunctions import StepFunctionsNotices
from certkeeper.domain.events import Event, EventType
from certkeeper.domain.notices.notice import notice_of
from tests.contracts.examples import NOW, new_id
from tests.event_schemas import STACK, delivered
from tests.integration.adapters.conftest import REGION
from tests.unit.domain.notices.examples import about, details

if TYPE_CHECKING:
    from boto3.session import Session
    from mypy_boto3_stepfunctions import SFNClient


@pytest.fixture
def machines(aws: Session) -> SFNClient:
    """A client."""
    return aws.client("stepfunctions", REGION)


@pytest.fixture
def machine(machines: SFNClient) -> str:
    """The ARN of a machine."""
    role = "arn:aws:iam::123456789012:role/machine"
    made = machines.create_state_machine(name=f"notices-{new_id()}", definition="{}", roleArn=role)
    return made["stateMachineArn"]


def test_a_notice_that_is_sent_twice_is_one_execution(machines: SFNClient, machine: str) -> None:
    """Also where it reads differently the second time: the certificate may have changed meanwhile."""
    reported = about(EventType.CERTIFICATE_EXPIRING)
    notices = StepFunctionsNotices(machines, machine)
    first = notice_of(reported)
    notices.send(first)
    notices.send(first)
    notices.send(notice_of(type(reported)(reported.event, reported.stack, reported.policy)))
    (execution,) = machines.list_executions(stateMachineArn=machine)["executions"]
    assert execution["name"] == reported.event.event_id
    given = json.loads(machines.describe_execution(executionArn=execution["executionArn"])["input"])
    assert given.keys() == {"scope", "type", "severity", "subject", "message"}
    assert json.loads(given["message"])["default"] == first.text


def test_events_come_back_until_they_are_forgotten(aws: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Lambda and EventBridge leave them; what cannot be read comes back as well."""
    queues: Any = aws.client("sqs", REGION)
    url = queues.create_queue(QueueName=f"unfinished-{new_id()}", Attributes={"VisibilityTimeout": "0"})["QueueUrl"]
    type_ = EventType.CERTIFICATE_DELETED
    event = Event(new_id(), type_, NOW, "shop", new_id(), "", details("s")[type_])
    envelope = delivered(entry_of(event, STACK))
    monkeypatch.setattr(events, "WAIT_SECONDS", 0)  # moto waits by the clock
    aside = queues.create_queue(QueueName=f"unreadable-{new_id()}")["QueueUrl"]
    unfinished = SqsUnfinishedEvents(queues, url, STACK, unreadable_url=aside)
    assert unfinished.take() == ()
    for body in (json.dumps(envelope), "{", json.dumps({"detail": 1}), "[]"):
        queues.send_message(QueueUrl=url, MessageBody=body)
    assert [each.event for each in unfinished.take()] == [event, None, None, None]
    again = unfinished.take()
    assert [each.event for each in again] == [event, None, None, None]
    unfinished.forget(again[0])
    unreadable = unfinished.take()
    assert [each.event for each in unreadable] == [None, None, None]
    assert [each.times_taken for each in unreadable] == [3, 3, 3]
    unfinished.set_aside(unreadable[0])
    assert [each.body for each in unfinished.take()] == [each.body for each in unreadable[1:]]
    (kept,) = queues.receive_message(QueueUrl=aside)["Messages"]
    assert kept["Body"] == "{"


def test_the_queue_distinguishes_the_events_of_this_stack_from_those_of_another(aws: Session) -> None:
    """An event that names no stack may wait there since before events did: it is this one's."""
    queues: Any = aws.client("sqs", REGION)
    url = queues.create_queue(QueueName=f"unfinished-{new_id()}")["QueueUrl"]
    type_ = EventType.CERTIFICATE_DELETED
    event = Event(new_id(), type_, NOW, "shop", new_id(), "", details("s")[type_])
    own, other = (delivered(entry_of(event, stack)) for stack in (STACK, f"{STACK}0"))
    unmarked = {name: own[name] for name in own.keys() - {"resources"}}
    for body in (own, other, unmarked, {**own, "resources": []}):
        queues.send_message(QueueUrl=url, MessageBody=json.dumps(body))
    found = SqsUnfinishedEvents(queues, url, STACK, unreadable_url=url).take()
    assert [each.event for each in found] == [event, None, event, event]
    assert [each.of_another_stack for each in found] == [False, True, False, False]
