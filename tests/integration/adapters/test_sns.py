"""Subscriptions in SNS keep the contract, and what SNS refuses is said as ours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from botocore.stub import Stubber

from certkeeper.adapters.sns import SnsSubscriptions
from certkeeper.domain.errors import ConflictError
from certkeeper.ports.notices import Subscription
from tests.contracts.subscriptions import ADA, SubscriptionsContract

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

    from certkeeper.ports.notices import Subscriptions


class TestSnsSubscriptions(SubscriptionsContract):
    """Subscriptions in SNS."""


def test_what_others_have_subscribed_is_not_ours_to_change(
    sns: SNSClient, topic: str, subscriptions: Subscriptions
) -> None:
    """No filter policy is the template's, any other than by scope alone is somebody's own; a queue is no address."""
    severe = {"FilterPolicy": json.dumps({"scope": ["shop"], "severity": ["critical"]})}
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="stack@shop.example")
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="Night@shop.example", Attributes=severe)
    sns.subscribe(TopicArn=topic, Protocol="sms", Endpoint="+491701234567")
    found = {each.address: subscriptions.scopes_of(each) for each in subscriptions.list()}
    assert found == {"stack@shop.example": None, "night@shop.example": None}


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
            SnsSubscriptions(sns, topic).subscribe(ADA, {"shop"})
    assert caught.value.code == code
    assert ADA not in str(caught.value)


def test_one_that_was_subscribed_at_the_same_moment_is_left_to_the_next_look(sns: SNSClient, topic: str) -> None:
    """It is there, with other scopes."""
    with Stubber(sns) as stub:
        reason = "Invalid parameter: Attributes Reason: Subscription already exists with different attributes"
        stub.add_client_error("subscribe", "InvalidParameter", reason)
        SnsSubscriptions(sns, topic).subscribe(ADA, {"shop"})
        stub.assert_no_pending_responses()
