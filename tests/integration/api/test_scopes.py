"""put_scope and list_scopes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from certkeeper.adapters.aws.clients import client
from tests.integration.api.stored_orders import placed

if TYPE_CHECKING:
    from tests.integration.api.conftest import Api


def test_a_new_scope_is_201_and_a_changed_one_200(api: Api) -> None:
    """Its domain is kept in A-labels, its moment of birth for good."""
    first = api.call("put_scope", scope="shop", body={"kind": "zone", "domain": "Läden.example"})
    assert (first.status, first.headers["Location"]) == (201, "shop")
    assert first.document["domain"] == "xn--lden-loa.example"
    second = api.call("put_scope", scope="shop", body={"kind": "listener", "domain": "www.shop.example"})
    assert second.status == 200
    shown = api.call("list_scopes").document["items"]
    assert [(scope["scope"], scope["kind"], scope["domain"]) for scope in shown] == [
        ("all", "all", None),
        ("shop", "listener", "www.shop.example"),
    ]
    assert shown[1]["created_at"] == first.document["created_at"]


def test_a_scope_says_who_hears_of_it_and_when(api: Api) -> None:
    """Shown as it was put, addresses in lower case; leaving them out takes them away."""
    notices = {"administrators": ["Ops@shop.example"], "notices_enabled": True, "notice_days": [30, 7]}
    put = api.call("put_scope", scope="shop", body={"kind": "zone", "domain": "shop.example", **notices})
    assert put.status == 201
    shown = api.call("list_scopes").document["items"][1]
    assert {name: shown[name] for name in notices} == {**notices, "administrators": ["ops@shop.example"]}
    api.call("put_scope", scope="shop", body={"kind": "zone", "domain": "shop.example"})
    shown = api.call("list_scopes").document["items"][1]
    assert {name: shown[name] for name in notices} == {
        "administrators": [],
        "notices_enabled": None,
        "notice_days": None,
    }


def test_new_administrators_are_asked_for_the_notices_of_their_scopes(api: Api) -> None:
    """By SNS, with a filter policy; no answer waits for theirs."""
    body = {"kind": "zone", "domain": "shop.example", "administrators": ["ops@shop.example"]}
    for _ in range(2):
        api.call("put_scope", scope="shop", body=body)
    (found,) = client("sns").list_subscriptions()["Subscriptions"]
    assert (found["Protocol"], found["Endpoint"]) == ("email", "ops@shop.example")
    attributes = client("sns").get_subscription_attributes(SubscriptionArn=found["SubscriptionArn"])["Attributes"]
    assert json.loads(attributes["FilterPolicy"]) == {"scope": ["shop"], "type": [{"exists": True}]}


REFUSED = {
    "the built-in scope": ("all", {"kind": "zone", "domain": "shop.example"}, "", "scope_built_in"),
    "a name in capitals": ("Shop", {"kind": "zone", "domain": "shop.example"}, "", "scope_name"),
    "a name with a NUL": ("sh\0op", {"kind": "zone", "domain": "shop.example"}, "", "scope_name"),
    "a public suffix": ("shop", {"kind": "zone", "domain": "co.uk"}, "/domain", "public_suffix"),
    "a wildcard": ("shop", {"kind": "zone", "domain": "*.shop.example"}, "/domain", "wildcard_scope"),
    "an address": ("shop", {"kind": "listener", "domain": "192.0.2.1"}, "/domain", "ip_address"),
    "no address of mail": (
        "shop",
        {"kind": "zone", "domain": "shop.example", "administrators": ["nobody"]},
        "/administrators/0",
        "email_address",
    ),
    "thresholds the wrong way round": (
        "shop",
        {"kind": "zone", "domain": "shop.example", "notice_days": [1, 7]},
        "/notice_days",
        "notice_days_unsorted",
    ),
}


@pytest.mark.parametrize(("scope", "body", "pointer", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_scope_that_makes_no_sense_is_refused(
    api: Api, scope: str, body: dict[str, Any], pointer: str, code: str
) -> None:
    """422 with the reason, and nothing is stored."""
    answer = api.call("put_scope", scope=scope, body=body)
    assert (answer.status, answer.problem) == (422, "refused")
    assert [(error["pointer"], error["code"]) for error in answer.document["errors"]] == [(pointer, code)]
    assert api.rows() == []


LISTS = pytest.mark.parametrize("operation", ["list_certificates", "list_orders"])


@LISTS
def test_a_scope_that_nobody_has_put_has_no_lists(api: Api, operation: str) -> None:
    """404: an empty list would say that nothing has been ordered yet, to somebody who has mistyped the name."""
    answer = api.call(operation, scope="nowhere")
    assert (answer.status, answer.problem) == (404, "not-found")
    assert "nowhere" not in answer.text


@LISTS
@pytest.mark.parametrize("scope", ["shop", "all"])
def test_a_scope_in_which_nothing_was_ordered_has_empty_lists(api: Api, operation: str, scope: str) -> None:
    """What has been put, and what is built in."""
    api.call("put_scope", scope="shop", body={"kind": "zone", "domain": "shop.example"})
    answer = api.call(operation, scope=scope)
    assert (answer.status, answer.document) == (200, {"items": [], "next": None})


def test_a_list_that_shows_something_asks_no_further(api: Api) -> None:
    """One call to the table, as before: what is listed stands in a scope that is there."""
    placed(api, scope="shop")
    asked: list[str] = []
    sent = client("dynamodb").meta.events
    sent.register("before-call.dynamodb", lambda model, **_: asked.append(model.name), unique_id="asked")
    try:
        assert len(api.call("list_orders", scope="shop").document["items"]) == 1
    finally:
        sent.unregister("before-call.dynamodb", unique_id="asked")
    assert asked == ["Query"]


def test_the_domain_of_a_scope_is_the_name_without_its_wildcard(api: Api) -> None:
    """And the reason says so: which challenge would prove it is another question."""
    answer = api.call("put_scope", scope="shop", body={"kind": "zone", "domain": "*.shop.example"})
    (error,) = answer.document["errors"]
    assert "without `*.`" in error["detail"]
    assert "dns-01" not in error["detail"]
