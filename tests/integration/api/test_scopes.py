"""put_scope and list_scopes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from certkeeper.adapters.aws.clients import client
from tests.integration.api.stored_orders import placed

if TYPE_CHECKING:
    from tests.integration.api.conftest import Api


SHOP = {"kind": "zone", "domain": "shop.example"}
NOTICES = {"administrators": ["ops@shop.example"], "notices_enabled": True, "notice_days": [30, 7]}


def test_a_new_scope_is_201_and_a_changed_one_200(api: Api) -> None:
    """Its domain is kept in A-labels, its moment of birth for good."""
    first = api.call("put_scope", scope="shop", body={"kind": "zone", "domain": "Läden.example"})
    assert (first.status, first.headers["Location"], first.headers["ETag"]) == (201, "shop", '"1"')
    assert first.document["domain"] == "xn--lden-loa.example"
    listener = {"kind": "listener", "domain": "www.shop.example"}
    second = api.call("put_scope", scope="shop", body=listener, headers={"If-Match": '"1"'})
    assert (second.status, second.headers["ETag"]) == (200, '"2"')
    shown = api.call("list_scopes").document["items"]
    assert [(scope["scope"], scope["kind"], scope["domain"]) for scope in shown] == [
        ("all", "all", None),
        ("shop", "listener", "www.shop.example"),
    ]
    assert shown[1]["created_at"] == first.document["created_at"]
    one = api.call("get_scope", scope="shop")
    assert (one.status, one.document, one.headers["ETag"]) == (200, shown[1], '"2"')


def test_a_scope_says_who_hears_of_it_and_when(api: Api) -> None:
    """Shown as it was put, addresses in lower case; a definition that leaves them out takes them away."""
    wanted = {**NOTICES, "administrators": ["Ops@shop.example"]}
    assert api.call("put_scope", scope="shop", body={**SHOP, **wanted}).status == 201
    shown = api.call("get_scope", scope="shop").document
    assert {name: shown[name] for name in NOTICES} == NOTICES
    api.call("put_scope", scope="shop", body=SHOP, headers={"If-Match": '"1"'})
    shown = api.call("get_scope", scope="shop").document
    assert {name: shown[name] for name in NOTICES} == {
        "administrators": [],
        "notices_enabled": None,
        "notice_days": None,
    }


UNKNOWING: dict[str, tuple[dict[str, str], int, str]] = {
    "no header": ({}, 428, "precondition-required"),
    "a new one is wanted": ({"If-None-Match": "*"}, 412, "precondition-failed"),
    "an older ETag": ({"If-Match": '"0"'}, 412, "precondition-failed"),
    "a weak ETag": ({"If-Match": 'W/"1"'}, 412, "precondition-failed"),
    "both": ({"If-Match": '"1"', "If-None-Match": "*"}, 412, "precondition-failed"),
    "a list in If-None-Match": ({"If-None-Match": '"1"'}, 400, "invalid-header"),
}


def test_a_scope_is_not_overwritten_unknowingly(api: Api) -> None:
    """It keeps who is notified and when, and the refusal says how to change it."""
    api.call("put_scope", scope="shop", body={**SHOP, **NOTICES})
    before = api.call("get_scope", scope="shop")
    for case, (headers, status, problem) in UNKNOWING.items():
        answer = api.call("put_scope", scope="shop", body=SHOP, headers=headers)
        assert (answer.status, answer.problem) == (status, problem), case
        if status == 428:
            assert "send its ETag in If-Match with PATCH" in answer.document["detail"]
    after = api.call("get_scope", scope="shop")
    assert (after.document, after.headers["ETag"]) == (before.document, before.headers["ETag"])


def test_what_does_not_exist_is_neither_replaced_nor_changed(api: Api) -> None:
    """A definition that is meant for another state makes nothing new (RFC 9110 section 13.1.1)."""
    for headers in ({"If-Match": "*"}, {"If-Match": '"1"'}):
        answer = api.call("put_scope", scope="shop", body=SHOP, headers=headers)
        assert (answer.status, answer.problem) == (412, "precondition-failed")
        assert api.call("update_scope", scope="shop", body={}, headers=headers).status == 404
        assert api.call("delete_scope", scope="shop", headers=headers).status == 404
    assert api.call("get_scope", scope="shop").status == 404
    assert api.rows() == []


def test_the_same_definition_again_is_no_change(api: Api) -> None:
    """Whoever got no answer sends it once more."""
    answers = [api.call("put_scope", scope="shop", body={**SHOP, **NOTICES}) for _ in range(2)]
    assert [(answer.status, answer.headers["ETag"]) for answer in answers] == [(201, '"1"'), (200, '"1"')]


def test_a_change_merges(api: Api) -> None:
    """What is not named stays, null is the default, and a change of nothing is none."""
    api.call("put_scope", scope="shop", body={**SHOP, **NOTICES, "profile": "tlsserver"})
    change = {"notice_days": None, "administrators": ["Ada@shop.example"]}
    changed = api.call("update_scope", scope="shop", body=change, headers={"If-Match": '"1"'})
    assert (changed.status, changed.headers["ETag"]) == (200, '"2"')
    kept = {"kind": "zone", "domain": "shop.example", "profile": "tlsserver", "notices_enabled": True}
    shown = api.call("get_scope", scope="shop").document
    assert changed.document == shown
    assert shown == {**shown, **kept, "notice_days": None, "administrators": ["ada@shop.example"]}
    again = api.call("update_scope", scope="shop", body=change, headers={"If-Match": "*"})
    assert (again.status, again.headers["ETag"]) == (200, '"2"')


NO_CHANGE: dict[str, tuple[dict[str, Any], dict[str, str], int, str]] = {
    "no ETag": ({"profile": "tlsserver"}, {}, 428, "precondition-required"),
    "an older ETag": ({"profile": "tlsserver"}, {"If-Match": '"7"'}, 412, "precondition-failed"),
    "the domain has no default": ({"domain": None}, {"If-Match": "*"}, 400, "invalid-body"),
    "nor has the kind": ({"kind": None}, {"If-Match": "*"}, 400, "invalid-body"),
    "another name": ({"scope": "blog"}, {"If-Match": "*"}, 400, "invalid-body"),
    "a wildcard": ({"domain": "*.shop.example"}, {"If-Match": "*"}, 422, "refused"),
    "no address": ({"administrators": ["nobody"]}, {"If-Match": "*"}, 422, "refused"),
    "days the wrong way round": ({"notice_days": [1, 7]}, {"If-Match": "*"}, 422, "refused"),
    "no delegation zone": ({"solver": "delegated"}, {"If-Match": "*"}, 422, "refused"),
}


def test_a_change_that_cannot_be_is_refused(api: Api) -> None:
    """And nothing is stored."""
    api.call("put_scope", scope="shop", body=SHOP)
    before = api.rows()
    for case, (body, headers, status, problem) in NO_CHANGE.items():
        answer = api.call("update_scope", scope="shop", body=body, headers=headers)
        assert (answer.status, answer.problem) == (status, problem), case
    assert api.rows() == before


def test_the_built_in_scope_stays_as_it_is(api: Api) -> None:
    """It can be shown."""
    any_state = {"If-Match": "*"}
    change = api.call("update_scope", scope="all", headers=any_state, body={"profile": "tlsserver"})
    for answer in (change, api.call("delete_scope", scope="all", headers=any_state)):
        assert (answer.status, answer.document["errors"][0]["code"]) == (422, "scope_built_in")
    assert api.call("get_scope", scope="all").document["built_in"]


@pytest.mark.parametrize("operation", ["update_scope", "put_scope"])
def test_what_would_fall_outside_is_listed_and_confirmed_exactly(api: Api, operation: str) -> None:
    """By a digest of all of it: one of another moment confirms nothing. Afterwards each certificate says it."""
    order, change = placed(api, "api.shop.example"), {"kind": "listener", "domain": "www.shop.example"}
    body = change if operation == "update_scope" else {**SHOP, **change}
    headers = {"If-Match": '"1"'}
    refused = api.call(operation, scope="shop", body=body, headers=headers)
    assert (refused.status, refused.problem) == (409, "outside-not-confirmed")
    found = refused.document["outside"]
    listed = {
        "certificate_id": order["certificate_id"],
        "certificate_name": "api.shop.example",
        "names": ["api.shop.example"],
        "names_count": 1,
    }
    assert (found["count"], found["certificates"]) == (1, [listed])
    api.call("place_order", scope="shop", body={"names": ["late.shop.example", "www.shop.example"]})
    confirmed = {**body, "outside_confirmed": found["digest"]}
    stale = api.call(operation, scope="shop", body=confirmed, headers=headers)
    assert (stale.status, stale.document["outside"]["count"]) == (409, 2)
    confirmed = {**body, "outside_confirmed": stale.document["outside"]["digest"]}
    assert api.call(operation, scope="shop", body=confirmed, headers=headers).status == 200
    shown = api.call("list_certificates", scope="shop").document["items"]
    assert [one["outside_scope"] for one in shown] == [["late.shop.example"], ["api.shop.example"]]
    one = api.call("get_certificate", scope="shop", certificate_id=order["certificate_id"])
    assert one.document["outside_scope"] == ["api.shop.example"]


def test_what_does_not_narrow_needs_no_confirmation(api: Api) -> None:
    """Other settings, or a domain that still has all names; and to confirm what is not there is refused."""
    placed(api, "www.shop.example")
    profile = {"profile": "tlsserver"}
    assert api.call("update_scope", scope="shop", body=profile, headers={"If-Match": "*"}).status == 200
    inside = {"domain": "www.shop.example"}
    too_much = api.call(
        "update_scope", scope="shop", body={**inside, "outside_confirmed": "0" * 64}, headers={"If-Match": "*"}
    )
    assert (too_much.status, too_much.document["outside"]["count"]) == (409, 0)
    assert api.call("update_scope", scope="shop", body=inside, headers={"If-Match": "*"}).status == 200


def test_a_scope_with_certificates_is_not_deleted(api: Api) -> None:
    """They are listed; the ETag is as it was, and orders are placed as before."""
    order = placed(api)
    etag = api.call("get_scope", scope="shop").headers["ETag"]
    refused = api.call("delete_scope", scope="shop", headers={"If-Match": etag})
    assert (refused.status, refused.problem, refused.document["count"]) == (409, "scope-in-use", 1)
    assert [one["certificate_id"] for one in refused.document["certificates"]] == [order["certificate_id"]]
    assert api.call("get_scope", scope="shop").headers["ETag"] == etag
    assert api.call("place_order", scope="shop", body={"names": ["b.shop.example"]}).status == 202


def test_a_deleted_scope_is_gone_and_its_name_is_free(api: Api) -> None:
    """Nothing can be ordered in it, and an ETag of the old one changes nothing in the new one."""
    etag = api.call("put_scope", scope="shop", body=SHOP).headers["ETag"]
    deleted = api.call("delete_scope", scope="shop", headers={"If-Match": etag})
    assert (deleted.status, deleted.document["scope"]) == (200, "shop")
    assert api.call("get_scope", scope="shop").status == 404
    assert api.call("place_order", scope="shop", body={"names": ["www.shop.example"]}).status == 404
    assert [one["scope"] for one in api.call("list_scopes").document["items"]] == ["all"]
    assert api.call("delete_scope", scope="shop").status == 404
    assert api.call("put_scope", scope="shop", body=SHOP).status == 201
    assert api.call("update_scope", scope="shop", body={}, headers={"If-Match": etag}).status == 412


def test_a_scope_that_was_changed_since_is_not_deleted(api: Api) -> None:
    """With an ETag that is not its own."""
    api.call("put_scope", scope="shop", body=SHOP)
    for tag in ('"0"', 'W/"1"', '"2"'):
        assert api.call("delete_scope", scope="shop", headers={"If-Match": tag}).status == 412
    assert api.call("get_scope", scope="shop").status == 200


def test_new_administrators_are_asked_for_the_notices_of_their_scopes(api: Api) -> None:
    """By SNS, with a filter policy; no answer waits for theirs."""
    body = {"kind": "zone", "domain": "shop.example", "administrators": ["ops@shop.example"]}
    for _ in range(2):
        api.call("put_scope", scope="shop", body=body)
    (found,) = client("sns").list_subscriptions()["Subscriptions"]
    assert (found["Protocol"], found["Endpoint"]) == ("email", "ops@shop.example")
    attributes = client("sns").get_subscription_attributes(SubscriptionArn=found["SubscriptionArn"])["Attributes"]
    assert json.loads(attributes["FilterPolicy"]) == {"scope": ["shop"], "type": [{"exists": True}]}


REFUSED: dict[str, tuple[str, dict[str, Any], str, str]] = {
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


def test_a_scope_that_makes_no_sense_is_refused(api: Api) -> None:
    """422 with the reason, and nothing is stored."""
    for case, (scope, body, pointer, code) in REFUSED.items():
        answer = api.call("put_scope", scope=scope, body=body)
        assert (answer.status, answer.problem) == (422, "refused"), case
        assert [(error["pointer"], error["code"]) for error in answer.document["errors"]] == [(pointer, code)], case
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
