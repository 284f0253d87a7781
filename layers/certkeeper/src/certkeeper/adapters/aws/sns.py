"""Administrators' subscriptions to the topic of notices, in SNS.

SNS has one subscription for each address and topic, so whoever cares for several scopes has one with all of them in its
filter policy.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from certkeeper.adapters.aws.errors import code, translated
from certkeeper.domain.errors import ConflictError
from certkeeper.ports.notices import Subscription

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mypy_boto3_sns import SNSClient

EMAIL = "email"
NOT_FOUND = "NotFound"
LIMIT_ERRORS = frozenset({"FilterPolicyLimitExceeded", "SubscriptionLimitExceeded"})
ARN_PREFIX = "arn:"
"""What an unconfirmed subscription has in place of its ARN is a word (SNS, ListSubscriptionsByTopic)."""
SCOPE_ATTRIBUTE = "scope"
MANAGED_FILTER = {"type": [{"exists": True}]}
"""Tells the subscriptions that Certkeeper makes from those that people make: every notice has a type, so that this lets
all of them through, and nobody writes it by chance. SNS allows 150 combinations of values; one value costs no scope."""


class SnsSubscriptions:
    """Fulfils `ports.notices.Subscriptions`. What was made here bears `MANAGED_FILTER` in its filter policy."""

    def __init__(self, client: SNSClient, topic_arn: str) -> None:
        self._client = client
        self._topic_arn = topic_arn

    @translated
    def list(self) -> tuple[Subscription, ...]:
        """See `Subscriptions.list`."""
        return tuple(self._listed())

    @translated
    def scopes_of(self, subscription: Subscription) -> frozenset[str] | None:
        """See `Subscriptions.scopes_of`."""
        try:
            answer = self._client.get_subscription_attributes(SubscriptionArn=subscription.handle)
        except ClientError as error:
            if code(error) == NOT_FOUND:
                return None
            raise
        return _scopes_in(answer["Attributes"].get("FilterPolicy") or "")

    @translated
    def subscribe(self, address: str, scopes: Collection[str]) -> None:
        """See `Subscriptions.subscribe`. Somebody else's of the same moment stays until the next look."""
        try:
            self._client.subscribe(
                TopicArn=self._topic_arn,
                Protocol=EMAIL,
                Endpoint=address,
                Attributes={"FilterPolicy": _policy(scopes)},
            )
        except ClientError as error:
            if code(error) in {"InvalidParameter", "InvalidParameterException"}:
                if "already exists" in str(error):
                    return
                raise ConflictError("address_refused", "SNS does not take one of the addresses") from error
            raise _translated(error) from error

    @translated
    def change(self, subscription: Subscription, scopes: Collection[str]) -> None:
        """See `Subscriptions.change`."""
        try:
            self._client.set_subscription_attributes(
                SubscriptionArn=subscription.handle, AttributeName="FilterPolicy", AttributeValue=_policy(scopes)
            )
        except ClientError as error:
            if code(error) != NOT_FOUND:
                raise _translated(error) from error

    @translated
    def unsubscribe(self, subscription: Subscription) -> None:
        """See `Subscriptions.unsubscribe`. SNS takes it for done where there is none any more."""
        self._client.unsubscribe(SubscriptionArn=subscription.handle)

    def _listed(self) -> Iterator[Subscription]:
        for page in self._client.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=self._topic_arn):
            for found in page["Subscriptions"]:
                if found["Protocol"] == EMAIL:
                    arn = found["SubscriptionArn"]
                    yield Subscription(found["Endpoint"].lower(), arn if arn.startswith(ARN_PREFIX) else "")


def _policy(scopes: Collection[str]) -> str:
    return json.dumps({SCOPE_ATTRIBUTE: sorted(scopes), **MANAGED_FILTER})


def _scopes_in(policy: str) -> frozenset[str] | None:
    """The scopes that `_policy` has written; None for any other text: people write whatever SNS takes, and more."""
    try:
        document = json.loads(policy)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    scopes = document.pop(SCOPE_ATTRIBUTE, None)
    if document != MANAGED_FILTER or not isinstance(scopes, list) or not all(isinstance(each, str) for each in scopes):
        return None
    return frozenset(scopes)


def _translated(error: ClientError) -> Exception:
    if code(error) not in LIMIT_ERRORS:
        return error
    detail = "the topic of notices can have no more subscriptions; ask AWS to raise the account's limit for SNS"
    return ConflictError("subscriptions_exhausted", detail)
