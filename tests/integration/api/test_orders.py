"""Placing, showing, verifying, issuing and cancelling orders."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest

from certkeeper.domain.clock import utc_now
from certkeeper.domain.orders.challenges import key_authorization, txt_value
from tests.fakes.api_gateway import CALLER
from tests.integration.api.stored_orders import THUMBPRINT, TOKEN, opened, placed, verified

if TYPE_CHECKING:
    from tests.integration.api.conftest import Api

NOBODYS_ID = "01989d2c-0000-7000-8000-000000000009"


def test_an_order_is_placed_and_its_machine_started(api: Api) -> None:
    """202 with where to read on; the certificate is in the list at once."""
    order = placed(api, "www.shop.example", challenge="http-01")
    assert (order["status"], order["created_by"], order["names"]) == ("pending", CALLER, ["www.shop.example"])
    assert api.executions() == [order["order_id"]]
    (certificate,) = api.call("list_certificates", scope="shop").document["items"]
    assert (certificate["certificate_id"], certificate["status"]) == (order["certificate_id"], "pending")


def test_the_location_of_an_order_leads_to_it(api: Api) -> None:
    """Whatever the stage and the domain are."""
    answer = api.call("place_order", scope="all", body={"names": ["a.example.org"]})
    asked = "https://api.example/v1/scopes/all/orders"
    assert urljoin(asked, answer.headers["Location"]) == f"{asked}/{answer.document['order_id']}"


def test_the_same_key_gives_the_same_order(api: Api) -> None:
    """And one machine."""
    sent: dict[str, Any] = {
        "scope": "all",
        "headers": {"Idempotency-Key": "click"},
        "body": {"names": ["a.example.org"]},
    }
    first, second = (api.call("place_order", **sent) for _ in range(2))
    assert (first.status, second.status) == (202, 202)
    assert first.document["order_id"] == second.document["order_id"]
    assert len(api.executions()) == 1
    other = api.call("place_order", **(sent | {"body": {"names": ["b.example.org"]}}))
    assert (other.status, other.problem) == (422, "idempotency-key-reused")


def test_a_taken_name_is_a_conflict(api: Api) -> None:
    """Names of certificates are for people, so there is one of each in a scope."""
    placed(api, "a.example.org", scope="all", certificate_name="shop")
    answer = api.call("place_order", scope="all", body={"names": ["b.example.org"], "certificate_name": "shop"})
    assert (answer.status, answer.problem) == (409, "name-taken")


def test_names_are_refused_one_by_one(api: Api) -> None:
    """Each with its pointer, its code and its reason; nothing is stored, nothing started."""
    api.call("put_scope", scope="shop", body={"kind": "zone", "domain": "shop.example"})
    before = api.rows()
    names = [
        "www.shop.example",
        "other.example",
        "*.shop.example",
        "192.0.2.1",
        "a_b.shop.example",
        "localhost",
        "co.uk",
    ]
    answer = api.call("place_order", scope="shop", body={"names": names, "challenge": "http-01"})
    assert (answer.status, answer.problem) == (422, "refused")
    assert [(error["pointer"], error["code"]) for error in answer.document["errors"]] == [
        ("/names/1", "outside_scope"),
        ("/names/2", "wildcard_needs_dns"),
        ("/names/3", "ip_address"),
        ("/names/4", "underscore"),
        ("/names/5", "single_label"),
        ("/names/6", "public_suffix"),
    ]
    assert not [name for name in names if name in answer.text]
    assert api.rows() == before
    assert api.executions() == []


def test_the_owner_of_a_private_suffix_orders_for_it_in_a_scope_of_its_own(api: Api) -> None:
    """The section of ICANN forbids an order and a scope, the private one neither."""
    assert api.call("put_scope", scope="pages", body={"kind": "zone", "domain": "github.io"}).status == 201
    answer = api.call("place_order", scope="pages", body={"names": ["github.io", "*.github.io"], "challenge": "dns-01"})
    assert (answer.status, answer.document["names"]) == (202, ["github.io", "*.github.io"])


def test_a_name_that_a_wildcard_of_the_order_covers_is_refused(api: Api) -> None:
    """Let's Encrypt refuses the whole order; the answer says which name to leave out."""
    names = ["*.example.test", "www.example.test"]
    answer = api.call("place_order", scope="all", body={"names": names, "challenge": "dns-01"})
    assert (answer.status, answer.problem) == (422, "refused")
    assert [(error["pointer"], error["code"]) for error in answer.document["errors"]] == [("/names/1", "redundant")]
    assert "/names/0" in answer.document["errors"][0]["detail"]


def test_an_order_in_an_unknown_scope_is_not_found(api: Api) -> None:
    """404, and nothing is stored."""
    answer = api.call("place_order", scope="nowhere", body={"names": ["a.example.org"]})
    assert (answer.status, answer.problem, api.rows()) == (404, "not-found", [])


@pytest.mark.parametrize("operation", ["get_order", "cancel_order", "issue_certificate", "verify_challenge"])
def test_an_order_of_another_scope_is_as_if_it_never_was(api: Api, operation: str) -> None:
    """The answers are the same to the letter, but for nothing."""
    order_id = placed(api, scope="shop")["order_id"]
    foreign = api.call(operation, scope="all", order_id=order_id)
    never = api.call(operation, scope="all", order_id=NOBODYS_ID)
    malformed = api.call(operation, scope="all", order_id="../shop")
    assert foreign.status == never.status == malformed.status == 404
    assert foreign.text == never.text == malformed.text


def test_orders_are_listed_newest_first_by_pages(api: Api) -> None:
    """`next` leads on, and is null at the end."""
    ids = [placed(api, f"{letter}.example.org", scope="all")["order_id"] for letter in "abc"]
    first = api.call("list_orders", scope="all", query={"limit": ["2"]}).document
    second = api.call("list_orders", scope="all", query={"limit": ["2"], "cursor": [first["next"]]}).document
    assert [order["order_id"] for page in (first, second) for order in page["items"]] == ids[::-1]
    assert second["next"] is None


def test_an_open_order_shows_what_to_do(api: Api) -> None:
    """What each challenge needs, and what may be called."""
    order = opened(api, steps="manual")
    shown = api.call("get_order", scope=order.scope, order_id=order.order_id).document
    assert shown["actions"] == ["verify", "cancel"]
    assert shown["authorizations"][0]["challenges"][0]["content"] == key_authorization(TOKEN, THUMBPRINT)


def test_verify_finds_what_is_missing_and_spends_nothing(api: Api) -> None:
    """Certkeeper's own check comes first: the machine is not woken, and a second check has to wait."""
    order = opened(api, steps="manual")
    where: dict[str, Any] = {"scope": order.scope, "order_id": order.order_id}
    answer = api.call("verify_challenge", body={"challenge": "http-01"}, **where)
    assert (answer.status, answer.document["outcome"]) == (200, "not_ready")
    (finding,) = answer.document["findings"]
    assert (finding["name"], finding["expected"]) == ("www.shop.example", key_authorization(TOKEN, THUMBPRINT))
    assert finding["code"] != "ready"
    assert finding["advice"]
    again = api.call("verify_challenge", **where)
    assert (again.status, again.problem) == (429, "too-soon")
    assert again.document["next_verify_at"] == answer.document["next_verify_at"]
    assert 290 <= int(again.headers["Retry-After"]) <= 300
    shown = api.call("get_order", **where).document
    assert (shown["challenge"], shown["next_verify_at"]) == ("http-01", answer.document["next_verify_at"])
    assert shown["findings"] == answer.document["findings"]


def test_the_same_key_verifies_once(api: Api) -> None:
    """A double click gets what the first check found."""
    order = opened(api, challenge="http-01")
    sent: dict[str, Any] = {"scope": order.scope, "order_id": order.order_id, "headers": {"Idempotency-Key": "click"}}
    first, second = (api.call("verify_challenge", **sent) for _ in range(2))
    assert first.status == second.status == 200
    assert first.document == second.document


def test_verify_with_nothing_left_to_see_goes_on(api: Api) -> None:
    """202, and the order is where to read on."""
    order = opened(api, status="valid", challenge="http-01")
    answer = api.call("verify_challenge", scope=order.scope, order_id=order.order_id)
    assert (answer.status, answer.document["outcome"]) == (202, "ready")
    asked = f"https://api.example/v1/scopes/shop/orders/{order.order_id}/verification"
    assert urljoin(asked, answer.headers["Location"]) == f"https://api.example/v1/scopes/shop/orders/{order.order_id}"


def test_verify_sees_what_is_in_place_and_goes_on(api: Api) -> None:
    """A challenge that was named only now, searched for from outside."""
    order = opened(api, steps="manual")
    api.dns.records.put("_acme-challenge.www.shop.example", "TXT", [f'"{txt_value(TOKEN, THUMBPRINT)}"'])
    where: dict[str, Any] = {"scope": order.scope, "order_id": order.order_id}
    answer = api.call("verify_challenge", body={"challenge": "dns-01"}, **where)
    assert (answer.status, answer.document["outcome"]) == (202, "ready")
    assert answer.document["findings"][0]["code"] == "ready"
    stored = api.orders.get(order.scope, order.order_id)
    assert stored.verify_requested_at is not None


def test_verify_without_any_challenge_asks_for_one(api: Api) -> None:
    """422 that points at the field."""
    order = opened(api, steps="manual")
    answer = api.call("verify_challenge", scope=order.scope, order_id=order.order_id, body={})
    assert (answer.status, answer.document["errors"][0]["code"]) == (422, "challenge_missing")
    assert answer.document["errors"][0]["pointer"] == "/challenge"


def test_steps_out_of_order_say_what_is_next(api: Api) -> None:
    """409 with `allowed`, for each of them."""
    order = opened(api, steps="manual", challenge="http-01")
    where: dict[str, Any] = {"scope": order.scope, "order_id": order.order_id}
    early = api.call("issue_certificate", **where)
    assert (early.status, early.problem, early.document["allowed"]) == (409, "out-of-order", ["verify", "cancel"])
    api.orders.save(replace(order, answered_at=utc_now()))
    late = api.call("verify_challenge", **where)
    assert (late.status, late.document["allowed"]) == (409, ["cancel"])


def test_issue_lets_the_machine_finalize_and_twice_is_once(api: Api) -> None:
    """202 both times."""
    order = verified(api, steps="manual")
    where: dict[str, Any] = {"scope": order.scope, "order_id": order.order_id}
    answers = [api.call("issue_certificate", headers={"Idempotency-Key": "click"}, **where) for _ in range(2)]
    assert [answer.status for answer in answers] == [202, 202]
    assert api.orders.get(order.scope, order.order_id).issuance_requested_at is not None


def test_cancel_is_noted_and_the_machine_closes(api: Api) -> None:
    """202 with the order, which allows nothing more."""
    order = opened(api)
    where: dict[str, Any] = {"scope": order.scope, "order_id": order.order_id}
    answers = [api.call("cancel_order", **where) for _ in range(2)]
    assert [answer.status for answer in answers] == [202, 202]
    assert answers[0].document["cancel_requested_at"]
    assert api.call("get_order", **where).document["actions"] == []
    asked = f"https://api.example/v1/scopes/shop/orders/{order.order_id}"
    assert urljoin(asked, answers[0].headers["Location"]) == asked
