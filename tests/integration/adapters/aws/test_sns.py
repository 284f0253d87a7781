"""Subscriptions in SNS keep the contract, and what SNS refuses becomes one of Certkeeper's errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from botocore.stub import Stubber

from certkeeper.adapters.aws.sns import MANAGED_FILTER, SnsSubscriptions
from certkeeper.domain.errors import ConflictError
from certkeeper.domain.notices.administrators import EVERYTHING
from certkeeper.ports.notices import Subscription
from tests.contracts.subscriptions import ADA, SubscriptionsContract, in_scopes
from tests.integration.adapters.conftest import REGION

if TYPE_CHECKING:
    from boto3.session import Session
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sns.type_defs import MessageAttributeValueTypeDef

    from certkeeper.ports.notices import Subscriptions


class TestSnsSubscriptions(SubscriptionsContract):
    """Subscriptions in SNS."""


BY_OTHERS: dict[str, object] = {
    "by scope alone": {"scope": ["shop"]},
    "by scope and severity": {"scope": ["shop"], "severity": ["critical"]},
    "by type": {"type": [{"exists": True}]},
    "by scope and type": {"scope": ["shop"], "type": ["Certificate Expired"]},
    "by scope and more than type": {"scope": ["shop"], **MANAGED_FILTER, "severity": ["critical"]},
    "a prefix": {"scope": [{"prefix": "sh"}]},
    "a prefix with the mark": {"scope": [{"prefix": "sh"}], **MANAGED_FILTER},
    "anything but": {"scope": [{"anything-but": ["shop"]}]},
    "null": {"scope": None},
    "null with the mark": {"scope": None, **MANAGED_FILTER},
    "a text with the mark": {"scope": "shop", **MANAGED_FILTER},
    "numbers with the mark": {"scope": [5, 1.5], **MANAGED_FILTER},
    "no values": {"scope": []},
    "either or": {"$or": [{"scope": ["shop"]}, {"type": ["x"]}]},
    "a list": ["scope"],
    "a number": 5,
    "nothing": None,
}


@pytest.mark.parametrize("policy", [*map(json.dumps, BY_OTHERS.values()), "{", "[" * 100_000, "\ud800"])
def test_a_filter_policy_that_certkeeper_did_not_write_is_somebody_elses(
    sns: SNSClient, topic: str, policy: str
) -> None:
    """Whatever SNS takes, now or later, and is never an error."""
    arn = f"{topic}:1"
    with Stubber(sns) as stub:
        stub.add_response("get_subscription_attributes", {"Attributes": {"FilterPolicy": policy}})
        assert SnsSubscriptions(sns, topic).interest_of(Subscription(ADA, arn)) is None


def test_what_others_have_subscribed_is_never_changed(sns: SNSClient, topic: str, subscriptions: Subscriptions) -> None:
    """Any filter policy but Certkeeper's is somebody's own; a program has no address, and is listed."""
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="stack@shop.example")
    for address, scope in (("Night@shop.example", ["shop"]), ("prefix@shop.example", [{"prefix": "sh"}])):
        by_hand = {"FilterPolicy": json.dumps({"scope": scope})}
        sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=address, Attributes=by_hand)
    sns.subscribe(TopicArn=topic, Protocol="sms", Endpoint="+491701234567")
    subscriptions.subscribe(ADA, in_scopes("shop"))
    found = {each.address: subscriptions.interest_of(each) for each in subscriptions.list()}
    assert found == {
        "": EVERYTHING,
        "stack@shop.example": EVERYTHING,
        "night@shop.example": None,
        "prefix@shop.example": None,
        ADA: in_scopes("shop"),
    }


@pytest.mark.parametrize("policy", [None, "", "{}"])
def test_a_subscription_without_a_filter_policy_gets_everything(sns: SNSClient, topic: str, policy: str | None) -> None:
    """However SNS says that there is none."""
    attributes = {} if policy is None else {"FilterPolicy": policy}
    with Stubber(sns) as stub:
        stub.add_response("get_subscription_attributes", {"Attributes": attributes})
        assert SnsSubscriptions(sns, topic).interest_of(Subscription(ADA, f"{topic}:1")) == EVERYTHING


def test_an_administrator_of_the_stack_is_subscribed_without_a_filter(sns: SNSClient, topic: str) -> None:
    """Alarms have no attributes, which any filter policy would keep back."""
    with Stubber(sns) as stub:
        wanted = {"TopicArn": topic, "Protocol": "email", "Endpoint": ADA, "Attributes": {}}
        stub.add_response("subscribe", {}, wanted)
        SnsSubscriptions(sns, topic).subscribe(ADA, EVERYTHING)
        stub.assert_no_pending_responses()


def test_the_mark_lets_every_notice_of_the_scopes_through(
    aws: Session, sns: SNSClient, topic: str, subscriptions: Subscriptions
) -> None:
    """It only says whose the subscription is."""
    sqs = aws.client("sqs", REGION)
    queue = sqs.create_queue(QueueName="inbox")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    subscriptions.subscribe(ADA, in_scopes("shop"))
    (subscribed,) = subscriptions.list()
    policy = sns.get_subscription_attributes(SubscriptionArn=subscribed.handle)["Attributes"]["FilterPolicy"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"FilterPolicy": policy})
    for scope in ("shop", "blog"):
        given = {"scope": scope, "type": "Certificate Expired", "severity": "critical"}
        attributes: dict[str, MessageAttributeValueTypeDef] = {
            name: {"DataType": "String", "StringValue": value} for name, value in given.items()
        }
        sns.publish(TopicArn=topic, Message=f"of {scope}", MessageAttributes=attributes)
    received = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    assert [json.loads(each["Body"])["Message"] for each in received] == ["of shop"]


def test_one_that_is_not_confirmed_has_no_handle(sns: SNSClient, topic: str) -> None:
    """SNS says a word in place of its ARN, whatever word it is."""
    listed = {"Protocol": "email", "Endpoint": ADA, "SubscriptionArn": "PendingConfirmation"}
    with Stubber(sns) as stub:
        stub.add_response("list_subscriptions_by_topic", {"Subscriptions": [listed]}, {"TopicArn": topic})
        assert SnsSubscriptions(sns, topic).list() == (Subscription(ADA, ""),)


REFUSED = {
    "an address that SNS does not take": ("InvalidParameter", "Invalid parameter: Email address", "address_refused"),
    "too many filter policies": ("FilterPolicyLimitExceeded", "", "subscriptions_exhausted"),
    "too many subscriptions": ("SubscriptionLimitExceeded", "", "subscriptions_exhausted"),
}


@pytest.mark.parametrize(("error", "text", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_sns_refuses_is_a_conflict(sns: SNSClient, topic: str, error: str, text: str, code: str) -> None:
    """With a code, and without the address."""
    with Stubber(sns) as stub:
        stub.add_client_error("subscribe", error, text)
        with pytest.raises(ConflictError) as caught:
            SnsSubscriptions(sns, topic).subscribe(ADA, in_scopes("shop"))
    assert caught.value.code == code
    assert ADA not in str(caught.value)


def test_one_that_was_subscribed_at_the_same_moment_is_left_to_the_next_check(sns: SNSClient, topic: str) -> None:
    """It is there, with other scopes."""
    with Stubber(sns) as stub:
        reason = "Invalid parameter: Attributes Reason: Subscription already exists with different attributes"
        stub.add_client_error("subscribe", "InvalidParameter", reason)
        SnsSubscriptions(sns, topic).subscribe(ADA, in_scopes("shop"))
        stub.assert_no_pending_responses()
