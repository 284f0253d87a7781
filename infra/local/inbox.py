"""What SNS delivers to administrators: a queue that is subscribed to the topic of notices, as a program would be.

Mail goes nowhere on this machine; the copy for programs has the text for people in it. `python -m infra.local.inbox`
prints what has come since the last call, and takes it out of the queue.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from infra.local.aws import Cloud
from infra.local.processes.state import running_world

if TYPE_CHECKING:
    from collections.abc import Mapping

QUEUE = "certkeeper-inbox"
POLL_SECONDS = 1
TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class DeliveredMessage:
    """One message as SNS delivered it. `document` is the copy for programs; empty for what is not a notice."""

    subject: str
    text: str
    attributes: Mapping[str, str]
    document: Mapping[str, Any]

    @property
    def type(self) -> str:
        """The detail-type of the event that it reports; empty for what is not a notice."""
        return self.attributes.get("type", "")


@dataclass(slots=True)
class Inbox:
    """A queue. `messages` are those that have been taken out of it so far."""

    cloud: Cloud
    queue_url: str
    messages: list[DeliveredMessage] = field(default_factory=list)

    @classmethod
    def subscribed(
        cls, cloud: Cloud, topic_arn: str, name: str = QUEUE, filter_policy: Mapping[str, list[str]] | None = None
    ) -> Self:
        """Create a queue of that name in the cloud, subscribe it to the topic, and return the inbox.

        `topic_arn` names the topic; without a filter policy all messages are delivered.
        """
        queues = cloud.session.client("sqs", endpoint_url=cloud.endpoint)
        url: str = queues.create_queue(QueueName=name)["QueueUrl"]
        arn = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        queues.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(_deliverable(arn, topic_arn))})
        sns = cloud.session.client("sns", endpoint_url=cloud.endpoint)
        attributes = {"FilterPolicy": json.dumps(filter_policy)} if filter_policy else {}
        sns.subscribe(TopicArn=topic_arn, Protocol="sqs", Endpoint=arn, Attributes=attributes)
        return cls(cloud, url)

    def receive(self) -> list[DeliveredMessage]:
        """Take the messages out of the queue that have come since the last call, and return them."""
        queues = self.cloud.session.client("sqs", endpoint_url=self.cloud.endpoint)
        new: list[DeliveredMessage] = []
        while found := queues.receive_message(QueueUrl=self.queue_url, MaxNumberOfMessages=10).get("Messages"):
            for message in found:
                new.append(_delivered_message(json.loads(message["Body"])))
                queues.delete_message(QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"])
        self.messages += new
        return new

    def wait_for(self, certificate_id: str, *types: str, seconds: float = TIMEOUT_SECONDS) -> list[DeliveredMessage]:
        """Return the messages about a certificate as soon as there is one of each type, or after `seconds`.

        `certificate_id` names it.
        """
        deadline = time.monotonic() + seconds
        while True:
            self.receive()
            found = [message for message in self.messages if message.document.get("certificate_id") == certificate_id]
            if set(types) <= {message.type for message in found} or time.monotonic() > deadline:
                return found
            time.sleep(POLL_SECONDS)


def _deliverable(queue_arn: str, topic_arn: str) -> dict[str, Any]:
    """Without it SNS may not deliver (SNS, "Subscribing an Amazon SQS queue to an Amazon SNS topic")."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "sns.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": queue_arn,
                "Condition": {"ArnEquals": {"aws:SourceArn": topic_arn}},
            }
        ],
    }


def _delivered_message(envelope: Mapping[str, Any]) -> DeliveredMessage:
    """An envelope of SNS. What alarms publish is plain text."""
    attributes = {name: each["Value"] for name, each in envelope.get("MessageAttributes", {}).items()}
    try:
        document = json.loads(envelope["Message"])
    except ValueError:
        document = {}
    text = document["text"] if "notice_id" in document else envelope["Message"]
    return DeliveredMessage(envelope.get("Subject") or "", text, attributes, document)


def main() -> int:
    """Print the messages that have come, and return the exit status; 1 without a running world."""
    state = running_world()
    if state is None:
        print("There is no local world running; `make up` starts one.", file=sys.stderr)
        return 1
    messages = Inbox(Cloud(state.endpoint), state.inbox_url).receive()
    for message in messages:
        print(f"Subject: {message.subject}\n\n{message.text}\n{'-' * 76}")
    print(f"{len(messages)} new")
    return 0


if __name__ == "__main__":
    sys.exit(main())
