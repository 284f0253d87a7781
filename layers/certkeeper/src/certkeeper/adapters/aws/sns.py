"""Subscriptions of administrators to the SNS topic of notices (ADR 58).

SNS has one subscription for each address and topic, so the administrator of several scopes has one, with all scopes in
its filter policy. An administrator of the stack has none: alarms are published without attributes, and a filter policy
would keep them back.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from certkeeper.adapters.aws.errors import code, translated
from certkeeper.domain.errors import ConflictError
from certkeeper.domain.notices.administrators import EVERYTHING, Interest
from certkeeper.ports.notices import Subscription

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_sns import SNSClient

EMAIL = "email"
"""The SNS protocol of the subscriptions that Certkeeper makes."""
NOT_FOUND = "NotFound"
"""The error code of SNS for a subscription that is gone."""
LIMIT_ERRORS = frozenset({"FilterPolicyLimitExceeded", "SubscriptionLimitExceeded"})
"""The error codes of SNS for limits of the account (SetSubscriptionAttributes, Subscribe)."""
ARN_PREFIX = "arn:"
"""How an ARN begins. An unconfirmed subscription has a word in place of its ARN (SNS, ListSubscriptionsByTopic)."""
SCOPE_ATTRIBUTE = "scope"
"""The message attribute with the scope of a notice, by which SNS filters."""
MANAGED_FILTER = {"type": [{"exists": True}]}
"""Marks the subscriptions that Certkeeper makes among those that people make: every notice has a type, so this lets all
of them through, and nobody writes it by chance. SNS allows 150 combinations of values; this one value costs none of the
scopes."""
NO_FILTER = "{}"
"""The filter policy that removes one (https://docs.aws.amazon.com/sns/latest/dg/message-filtering-apply.html)."""


class SnsSubscriptions:
    """Administrators' subscriptions; fulfils `ports.notices.Subscriptions`.

    The filter policy of each has `MANAGED_FILTER`.
    """

    def __init__(self, client: SNSClient, topic_arn: str) -> None:
        self._client = client
        self._topic_arn = topic_arn

    @translated
    def list(self) -> tuple[Subscription, ...]:
        """Return all subscriptions of the topic (ListSubscriptionsByTopic, all pages).

        The handle of one that was not confirmed yet is empty, and so is the address of what is no e-mail.
        """
        return tuple(self._listed())

    @translated
    def interest_of(self, subscription: Subscription) -> Interest | None:
        """Return what the filter policy of a confirmed subscription selects (GetSubscriptionAttributes).

        None if the subscription is gone, or if its policy is not one of Certkeeper's.
        """
        try:
            answer = self._client.get_subscription_attributes(SubscriptionArn=subscription.handle)
        except ClientError as error:
            if code(error) == NOT_FOUND:
                return None
            raise
        return _interest_in(answer["Attributes"].get("FilterPolicy") or NO_FILTER)

    @translated
    def subscribe(self, address: str, interest: Interest) -> None:
        """Subscribe an address to the notices of its interest (Subscribe); AWS asks the address to confirm.

        Nothing happens if the address was subscribed meanwhile; the next run corrects what it selects. Raises
        ConflictError with the code address_refused if SNS does not accept the address, and subscriptions_exhausted if
        the topic is full.
        """
        attributes = {"FilterPolicy": _policy(interest)} if interest != EVERYTHING else {}
        try:
            self._client.subscribe(TopicArn=self._topic_arn, Protocol=EMAIL, Endpoint=address, Attributes=attributes)
        except ClientError as error:
            if code(error) in {"InvalidParameter", "InvalidParameterException"}:
                if "already exists" in str(error):
                    return
                raise ConflictError(
                    "address_refused", "SNS does not accept one of the e-mail addresses; check them for typing errors"
                ) from error
            raise _translated(error) from error

    @translated
    def change(self, subscription: Subscription, interest: Interest) -> None:
        """Set the filter policy of a confirmed subscription to an interest (SetSubscriptionAttributes).

        Nothing happens if the subscription is gone. Raises ConflictError with the code subscriptions_exhausted if the
        account may have no more filter policies.
        """
        try:
            self._client.set_subscription_attributes(
                SubscriptionArn=subscription.handle, AttributeName="FilterPolicy", AttributeValue=_policy(interest)
            )
        except ClientError as error:
            if code(error) != NOT_FOUND:
                raise _translated(error) from error

    @translated
    def unsubscribe(self, subscription: Subscription) -> None:
        """Remove a confirmed subscription (Unsubscribe). SNS answers the same if it is gone already."""
        self._client.unsubscribe(SubscriptionArn=subscription.handle)

    def _listed(self) -> Iterator[Subscription]:
        for page in self._client.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=self._topic_arn):
            for found in page["Subscriptions"]:
                address = found["Endpoint"].lower() if found["Protocol"] == EMAIL else ""
                arn = found["SubscriptionArn"]
                yield Subscription(address, arn if arn.startswith(ARN_PREFIX) else "")


def _policy(interest: Interest) -> str:
    if interest.scopes is None:
        return NO_FILTER
    return json.dumps({SCOPE_ATTRIBUTE: sorted(interest.scopes), **MANAGED_FILTER})


def _interest_in(policy: str) -> Interest | None:
    """Return what `_policy` has written; None for any other text: people may write any policy."""
    try:
        document = json.loads(policy)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    if not document:
        return EVERYTHING
    scopes = document.pop(SCOPE_ATTRIBUTE, None)
    if document != MANAGED_FILTER or not isinstance(scopes, list) or not all(isinstance(each, str) for each in scopes):
        return None
    return Interest(frozenset(scopes))


def _translated(error: ClientError) -> Exception:
    if code(error) not in LIMIT_ERRORS:
        return error
    detail = (
        "the account has reached AWS's limit for SNS subscriptions with a filter policy; ask AWS to raise the limit, "
        "or remove administrators from a scope"
    )
    return ConflictError("subscriptions_exhausted", detail)
