"""Scopes say whether anybody gets their notices, from what the last check of the subscriptions has found."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from certkeeper.adapters.aws.clients import client
from certkeeper.domain.clock import to_text, utc_now
from functions.events.subscribe_administrators import app as subscribe_administrators

if TYPE_CHECKING:
    from datetime import datetime

    from tests.integration.api.conftest import Api

STACK, OPS = "stack@shop.example", "ops@shop.example"
UNKNOWN = {"state": "not_checked", "confirmed": None, "pending": None, "lost": None, "others": None, "checked_at": None}
SHOP = {"kind": "zone", "domain": "shop.example", "administrators": [OPS]}


@pytest.fixture(autouse=True)
def administrators(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stack of the API has one."""
    assert api.rows() == []
    monkeypatch.setenv("ADMINISTRATOR_EMAILS", STACK.title())


def check(at: datetime | None = None) -> datetime:
    """The schedule calls; when that was."""
    now = (at or utc_now()).replace(microsecond=0)
    subscribe_administrators.handler({"time": to_text(now)}, None)
    return now


def recipients(api: Api) -> dict[str, dict[str, Any]]:
    """Those of each scope."""
    return {each["scope"]: each["recipients"] for each in api.call("list_scopes").document["items"]}


def subscriptions() -> dict[str, str]:
    """The ARN of each address."""
    found = client("sns").list_subscriptions()["Subscriptions"]
    return {each["Endpoint"]: each["SubscriptionArn"] for each in found}


def test_before_the_first_check_nothing_is_known(api: Api) -> None:
    """Never that all is well; also in the answer to whoever defines the scope."""
    put = api.call("put_scope", scope="shop", body=SHOP)
    assert put.document["recipients"] == UNKNOWN
    assert recipients(api) == {"all": UNKNOWN, "shop": UNKNOWN}


def test_after_a_check_each_scope_says_who_gets_its_notices(api: Api) -> None:
    """The stack's administrators get those of every scope; one who is named twice counts once.

    The first check has invited the stack's, the second one finds it confirmed.
    """
    api.call("put_scope", scope="shop", body=SHOP)
    now = check()
    none = {"state": "nobody", "confirmed": 0, "pending": 1, "lost": 0, "others": 0, "checked_at": to_text(now)}
    assert recipients(api) == {"all": none, "shop": {**none, "state": "confirmed", "confirmed": 1}}
    api.call("put_scope", scope="shop", body={**SHOP, "administrators": [OPS, STACK]}, headers={"If-Match": "*"})
    now = check()
    some = {"state": "confirmed", "pending": 0, "lost": 0, "others": 0, "checked_at": to_text(now)}
    assert recipients(api) == {"all": {**some, "confirmed": 1}, "shop": {**some, "confirmed": 2}}
    policy = client("sns").get_subscription_attributes(SubscriptionArn=subscriptions()[STACK])["Attributes"]
    assert policy.get("FilterPolicy") in {None, "{}"}


def test_who_unsubscribes_is_shown_as_lost_and_nobody_gets_the_notices(api: Api) -> None:
    """The other scope has an administrator left; no address is shown to viewers that was not before."""
    api.call("put_scope", scope="shop", body=SHOP)
    check()
    check()
    client("sns").unsubscribe(SubscriptionArn=subscriptions()[STACK])
    now = check()
    lost = {"state": "nobody", "confirmed": 0, "pending": 0, "lost": 1, "others": 0, "checked_at": to_text(now)}
    assert recipients(api) == {"all": lost, "shop": {**lost, "state": "confirmed", "confirmed": 1}}
    assert json.dumps(api.call("list_scopes").document).count(STACK) == 0


def test_a_program_that_is_subscribed_is_no_administrator(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Certkeeper cannot know what it does with a notice."""
    monkeypatch.setenv("ADMINISTRATOR_EMAILS", "")
    topic = client("sns").list_topics()["Topics"][0]["TopicArn"]
    now = check()
    nobody = {"state": "nobody", "confirmed": 0, "pending": 0, "lost": 0, "others": 0, "checked_at": to_text(now)}
    assert recipients(api) == {"all": nobody}
    client("sns").subscribe(TopicArn=topic, Protocol="https", Endpoint="https://chat.example/hook")
    now = check()
    assert recipients(api) == {"all": {**nobody, "state": "others", "others": 1, "checked_at": to_text(now)}}


def test_an_old_check_says_nothing(api: Api) -> None:
    """The function may have been failing for hours."""
    then = check(utc_now() - timedelta(hours=2))
    assert recipients(api) == {"all": {**UNKNOWN, "checked_at": to_text(then)}}
