"""Notices on the deployed stack: from the event through the state machine to a real subscription."""

import json
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from infra.local.aws import Cloud
from infra.local.caller import Caller
from infra.local.deploy import STACK, Deployed
from infra.local.inbox import DeliveredMessage, Inbox
from infra.local.world import World
from tests.e2e.changed_environment import environment
from tests.e2e.order_journey import MAX_SECONDS, SCOPE, define_scope, ensure_scope, place, wait_until
from tests.event_schemas import assert_promised, delivered, event_errors
from tests.integration.api.certificate_files import leaf, pem

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

CERTIFICATES = f"/scopes/{SCOPE}/certificates"
QUIET_SECONDS = 3.0
"""Longer than a notice takes here from its event on."""
QUEUE = "listening"


@pytest.fixture(scope="module", autouse=True)
def scope(administrator: Caller) -> None:
    """The scope of the notices."""
    ensure_scope(administrator)


@pytest.fixture(scope="module")
def bus(cloud: Cloud, deployed: Deployed) -> "Bus":
    """The bus, with somebody who listens."""
    return Bus(cloud, deployed.outputs["StackId"])


class Bus:
    """Somebody else who hears Certkeeper's events, and may send them once more."""

    def __init__(self, cloud: Cloud, stack: str) -> None:
        self._stack = stack
        self._events = cloud.session.client("events", endpoint_url=cloud.endpoint)
        self._queues = cloud.session.client("sqs", endpoint_url=cloud.endpoint)
        self._url = self._queues.create_queue(QueueName=QUEUE)["QueueUrl"]
        arn = self._queues.get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]
        self._events.put_rule(Name=QUEUE, EventPattern=json.dumps({"source": ["certkeeper"]}))
        self._events.put_targets(Rule=QUEUE, Targets=[{"Id": "queue", "Arn": arn}])
        self.heard: list[dict[str, Any]] = []

    def listen(self, certificate_id: str) -> list[dict[str, Any]]:
        """What has been heard of a certificate so far."""
        while found := self._queues.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10).get("Messages"):
            for message in found:
                self.heard.append(json.loads(message["Body"]))
                self._queues.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        return [event for event in self.heard if event["detail"]["certificate_id"] == certificate_id]

    def publish(self, type_: str, detail: dict[str, str]) -> None:
        """Sends an event, as Certkeeper's functions do."""
        sent = entry(self._stack, type_, detail)
        assert_promised(sent)
        answer = self._events.put_events(Entries=[sent])
        assert not answer["FailedEntryCount"]

    def repeat(self, certificate_id: str) -> None:
        """Sends everything about a certificate once more."""
        for event in self.listen(certificate_id):
            self.publish(event["detail-type"], event["detail"])


def entry(stack: str, type_: str, detail: dict[str, str]) -> "PutEventsRequestEntryTypeDef":
    """What Certkeeper's functions give to PutEvents."""
    return {"Source": "certkeeper", "DetailType": type_, "Resources": [stack], "Detail": json.dumps(detail)}


def settled(world: World, certificate_id: str, *types: str) -> list[DeliveredMessage]:
    """The notices about a certificate when no more come."""
    world.inbox.wait_for(certificate_id, *types)
    time.sleep(QUIET_SECONDS)
    return world.inbox.wait_for(certificate_id)


def uploaded(operator: Caller, name: str, **wishes: object) -> dict[str, Any]:
    """A certificate that somebody brought."""
    answer = operator.request("POST", CERTIFICATES, body={**pem(leaf(name)), **wishes})
    assert answer.status == 201, answer.body
    return dict(answer.json())


def test_an_issued_certificate_is_reported_once_though_its_event_comes_twice(
    world: World, operator: Caller, viewer: Caller, bus: Bus
) -> None:
    """With a text for people, a document for programs, and what filter policies select by; and it is in the history."""
    order = place(operator, "notified.example.test")
    wait_until(viewer, order, "valid")
    certificate_id = order["certificate_id"]
    world.inbox.wait_for(certificate_id, "Certificate Issued")
    bus.repeat(certificate_id)
    (message,) = settled(world, certificate_id, "Certificate Issued")
    assert message.subject == f"Certkeeper ({SCOPE}): issued [{STACK}, us-east-1]"
    assert message.attributes == {"scope": SCOPE, "type": "Certificate Issued", "severity": "info"}
    assert "notified.example.test" in message.text
    assert certificate_id in message.text
    assert message.document["order_id"] == order["order_id"]
    shown = viewer.request("GET", f"{CERTIFICATES}/{certificate_id}").json()
    assert [(each["type"], each["order_id"]) for each in shown["history"]] == [
        ("Certificate Issued", order["order_id"])
    ]


def test_uploads_and_exports_with_a_key_are_reported_once(
    world: World, operator: Caller, exporter: Caller, viewer: Caller, bus: Bus
) -> None:
    """An export without a key is history only."""
    certificate_id = uploaded(operator, "notified.brought.example.test")["certificate_id"]
    exports = f"{CERTIFICATES}/{certificate_id}/exports"
    assert exporter.request("POST", exports, body={"format": "pem"}).status == 200
    assert exporter.request("POST", exports, body={"format": "pem", "part": "chain"}).status == 200
    world.inbox.wait_for(certificate_id, "Certificate Uploaded", "Certificate Exported")
    bus.repeat(certificate_id)
    messages = settled(world, certificate_id, "Certificate Uploaded", "Certificate Exported")
    assert sorted(message.type for message in messages) == ["Certificate Exported", "Certificate Uploaded"]
    assert all("PRIVATE KEY" not in f"{message.text}{message.document}" for message in messages)
    history = viewer.request("GET", f"{CERTIFICATES}/{certificate_id}").json()["history"]
    assert sorted(each["type"] for each in history) == [
        "Certificate Exported",
        "Certificate Exported",
        "Certificate Uploaded",
    ]


def test_what_is_sent_on_the_bus_is_what_the_schemas_promise(bus: Bus, operator: Caller) -> None:
    """Every event that was heard, by whoever listens to the deployed stack."""
    certificate_id = uploaded(operator, "heard.brought.example.test")["certificate_id"]
    deadline = time.monotonic() + MAX_SECONDS
    while not bus.listen(certificate_id) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert bus.heard
    wrong = [event_errors(event) for event in bus.heard]
    assert not [errors for errors in wrong if errors]


def test_an_end_that_nears_is_reported_where_that_is_not_switched_off(world: World, operator: Caller, bus: Bus) -> None:
    """By the certificate's own settings here, whoever sends the event; `test_bad_news.py` has the sweep send it."""
    heard = uploaded(operator, "near.brought.example.test")
    unheard = uploaded(operator, "quiet.brought.example.test", notices_enabled=False)
    for certificate in (heard, unheard):
        bus.publish("Certificate Expiring", expiring(certificate))
    messages = settled(world, heard["certificate_id"], "Certificate Uploaded", "Certificate Expiring")
    assert sorted(message.type for message in messages) == ["Certificate Expiring", "Certificate Uploaded"]
    (message,) = [message for message in messages if message.type == "Certificate Expiring"]
    assert "Upload a new version" in message.text
    assert [message.type for message in world.inbox.wait_for(unheard["certificate_id"])] == ["Certificate Uploaded"]


def test_what_could_not_be_reported_is_reported_when_it_is_taken_up_again(
    world: World, cloud: Cloud, deployed: Deployed, operator: Caller, invoke: Callable[[str], None]
) -> None:
    """From the queue where Lambda and EventBridge leave it; what cannot be read is moved to another, for a person."""
    certificate = uploaded(operator, "late.brought.example.test")
    queues = cloud.session.client("sqs", endpoint_url=cloud.endpoint)
    urls = queues.list_queues()["QueueUrls"]
    (url,) = [url for url in urls if f"{STACK}-Unfinished" in url]
    (aside,) = [url for url in urls if f"{STACK}-Unreadable" in url]
    event = delivered(entry(deployed.outputs["StackId"], "Certificate Expiring", expiring(certificate)))
    queues.send_message(QueueUrl=url, MessageBody=json.dumps(event))
    queues.send_message(QueueUrl=url, MessageBody="no event")
    invoke("repeat_events")
    messages = settled(world, certificate["certificate_id"], "Certificate Expiring")
    assert [message.type for message in messages].count("Certificate Expiring") == 1
    assert "no event" in [found["Body"] for found in queues.receive_message(QueueUrl=aside)["Messages"]]


def test_a_notice_outlasts_trouble_with_sns(cloud: Cloud, deployed: Deployed) -> None:
    """The deployed definition goes on until the topic takes it: here one that is made only after the first tries."""
    machines = cloud.session.client("stepfunctions", endpoint_url=cloud.endpoint)
    sns = cloud.session.client("sns", endpoint_url=cloud.endpoint)
    machine = machines.describe_state_machine(stateMachineArn=deployed.outputs["NoticeMachineArn"])
    topic = f"{deployed.outputs['NoticesTopicArn'].rpartition(':')[0]}:late"
    definition = machine["definition"].replace(deployed.outputs["NoticesTopicArn"], topic)
    arn = machines.create_state_machine(name="late", definition=definition, roleArn=machine["roleArn"])
    published = json.dumps({"default": "for people", "sqs": json.dumps({"for": "programs"})})
    given = {"scope": SCOPE, "type": "t", "severity": "info", "subject": "s", "message": published}
    execution = machines.start_execution(stateMachineArn=arn["stateMachineArn"], input=json.dumps(given))
    history = machines.get_paginator("get_execution_history")

    def failures() -> int:
        pages = history.paginate(executionArn=execution["executionArn"])
        return sum("Failed" in event["type"] for page in pages for event in page["events"])

    deadline = time.monotonic() + MAX_SECONDS
    while failures() < 2:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    sns.create_topic(Name="late")
    inbox = Inbox.subscribed(cloud, topic, "late")
    while not inbox.receive():
        assert time.monotonic() < deadline
        time.sleep(0.2)
    time.sleep(QUIET_SECONDS)
    inbox.receive()
    (message,) = inbox.messages
    assert message.document == {"for": "programs"}
    assert message.attributes == {"scope": SCOPE, "type": "t", "severity": "info"}


def test_administrators_hear_of_what_names_them_and_scopes_say_whether_anybody_does(
    cloud: Cloud, deployed: Deployed, administrator: Caller, viewer: Caller, invoke: Callable[[str], None]
) -> None:
    """Of a scope with a filter policy, of the stack without one; changed as they are named, and let go with the last.

    One who unsubscribes is missed.
    """
    both, one, stack = "both@example.test", "one@example.test", "stack@example.test"

    def held() -> dict[str, list[str] | None]:
        """The filters of these three; other tests have administrators of their own."""
        return {each: of for each, of in policies(cloud, deployed).items() if each in {both, one, stack}}

    put_scope(administrator, "left", administrators=[both, one])
    put_scope(administrator, "right", administrators=[both.upper()])
    with (
        environment(cloud, "certkeeper-subscribe_administrators", ADMINISTRATOR_EMAILS=stack),
        environment(cloud, "certkeeper-list_scopes", ADMINISTRATOR_EMAILS=stack),
    ):
        invoke("subscribe_administrators")
        assert held() == {both: ["left", "right"], one: ["left"], stack: None}
        put_scope(administrator, "left")
        invoke("subscribe_administrators")
        assert held() == {both: ["right"], stack: None}
        assert [recipients(viewer, name)["confirmed"] for name in ("all", "left", "right")] == [1, 1, 2]
        unsubscribe(cloud, deployed, stack)
        invoke("subscribe_administrators")
        assert (recipients(viewer, "all")["confirmed"], recipients(viewer, "all")["lost"]) == (0, 1)
        assert recipients(viewer, "right")["state"] == "confirmed"
    invoke("subscribe_administrators")
    assert held() == {both: ["right"]}


def test_a_filter_policy_by_scope_selects(world: World, cloud: Cloud, deployed: Deployed, operator: Caller) -> None:
    """Whoever listens to another scope hears nothing of this one."""
    topic = deployed.outputs["NoticesTopicArn"]
    own = Inbox.subscribed(cloud, topic, "own", {"scope": [SCOPE]})
    theirs = Inbox.subscribed(cloud, topic, "theirs", {"scope": ["another"]})
    certificate_id = uploaded(operator, "selected.brought.example.test")["certificate_id"]
    assert len(own.wait_for(certificate_id, "Certificate Uploaded")) == 1
    settled(world, certificate_id, "Certificate Uploaded")
    assert theirs.receive() == []


@pytest.fixture
def invoke(cloud: Cloud, deployed: Deployed) -> Callable[[str], None]:
    """Calls a scheduled function now."""
    functions = cloud.session.client("lambda", endpoint_url=cloud.endpoint)
    assert deployed.outputs

    def now(operation: str) -> None:
        payload = json.dumps({"time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")})
        answer = functions.invoke(FunctionName=f"certkeeper-{operation}", Payload=payload)
        assert "FunctionError" not in answer, answer["Payload"].read()

    return now


def expiring(certificate: dict[str, Any]) -> dict[str, str]:
    """The detail of an event that a sweep would send."""
    return {
        "event_id": str(uuid.uuid4()),
        "occurred_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "scope": certificate["scope"],
        "certificate_id": certificate["certificate_id"],
        "order_id": "",
        "name": certificate["certificate_name"],
        "version": "1",
        "threshold_days": "14",
        "not_after": certificate["facts"]["not_after"],
    }


def put_scope(administrator: Caller, name: str, **settings: object) -> None:
    """A zone of its own."""
    define_scope(administrator, name, {"kind": "zone", "domain": f"{name}.test", **settings})


def recipients(viewer: Caller, scope: str) -> dict[str, Any]:
    """Who gets the notices of a scope, as the API says it."""
    scopes = viewer.request("GET", "/scopes").json()["items"]
    return next(each["recipients"] for each in scopes if each["scope"] == scope)


def subscribed(cloud: Cloud, deployed: Deployed) -> dict[str, str]:
    """The ARN of each address's subscription."""
    sns = cloud.session.client("sns", endpoint_url=cloud.endpoint)
    found = sns.list_subscriptions_by_topic(TopicArn=deployed.outputs["NoticesTopicArn"])["Subscriptions"]
    return {each["Endpoint"]: each["SubscriptionArn"] for each in found if each["Protocol"] == "email"}


def unsubscribe(cloud: Cloud, deployed: Deployed, address: str) -> None:
    """Open the link at the end of a mail, as a person or a mail scanner does."""
    sns = cloud.session.client("sns", endpoint_url=cloud.endpoint)
    sns.unsubscribe(SubscriptionArn=subscribed(cloud, deployed)[address])


def policies(cloud: Cloud, deployed: Deployed) -> dict[str, list[str] | None]:
    """The scopes that each address hears of, as SNS has it; None for everything."""
    sns = cloud.session.client("sns", endpoint_url=cloud.endpoint)
    found: dict[str, list[str] | None] = {}
    for address, arn in subscribed(cloud, deployed).items():
        policy = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"].get("FilterPolicy")
        found[address] = json.loads(policy)["scope"] if policy and policy != "{}" else None
    return found
