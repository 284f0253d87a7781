"""Renewing by hand, and what is shown of what comes next, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.api.certificate_files import leaf, pem
from tests.integration.api.conftest import Api
from tests.integration.api.stored_orders import issued, placed


def renew(api: Api, certificate_id: str, body: object = None, **headers: str) -> Any:  # noqa: ANN401 - an answer
    """Presses the button."""
    return api.call("renew_certificate", scope="all", certificate_id=certificate_id, body=body, headers=headers)


def test_a_renewal_is_an_order_of_the_next_version(api: Api) -> None:
    """202, and where to read on; the machine runs, and the certificate shows it."""
    first = issued(api, scope="all")
    answer = renew(api, first.certificate_id, {})
    assert answer.status == 202, answer.text
    order = answer.document
    assert (order["renews"], order["certificate_id"], order["status"]) == (1, first.certificate_id, "pending")
    assert answer.headers["Location"] == f"../../orders/{order['order_id']}"
    assert order["order_id"] in api.executions()
    shown = api.call("get_certificate", scope="all", certificate_id=first.certificate_id).document
    assert shown["renewal"]["order_id"] == order["order_id"]
    assert shown["next_action"]["action"] == "finish_renewal"
    again = renew(api, first.certificate_id)
    assert (again.status, again.document["order_id"]) == (202, order["order_id"])


def test_a_repeated_click_is_one_renewal(api: Api) -> None:
    """And the key of another request is refused."""
    first, second = (issued(api, f"{name}.example", scope="all") for name in ("one", "two"))
    key = {"Idempotency-Key": "click"}
    orders = {renew(api, first.certificate_id, {}, **key).document["order_id"] for _ in range(2)}
    assert len(orders) == 1
    refused = renew(api, second.certificate_id, {}, **key)
    assert (refused.status, refused.problem) == (422, "idempotency-key-reused")


@pytest.mark.parametrize("body", [{"key": "old"}, {"key": 1}, {"keys": "new"}, []])
def test_another_body_is_refused(api: Api, body: object) -> None:
    """With where it is wrong."""
    answer = renew(api, issued(api, scope="all").certificate_id, body)
    assert answer.status == 400, answer.text


def test_what_certkeeper_did_not_order_is_not_renewed(api: Api) -> None:
    """409, with what to do; and its next action says the same."""
    brought = api.call("upload_certificate", scope="all", body=pem(leaf())).document
    answer = renew(api, brought["certificate_id"], {})
    assert (answer.status, answer.problem) == (409, "not-issued-here")
    assert "upload a new version" in answer.document["detail"]
    shown = api.call("get_certificate", scope="all", certificate_id=brought["certificate_id"]).document
    assert shown["renewal"]["mode"] == "none"
    assert shown["next_action"]["action"] == "notify"


def test_what_never_was_is_not_found(api: Api) -> None:
    """As everywhere."""
    assert renew(api, "018bcfe5-687b-7000-8000-000000000000", {}).status == 404


def test_the_list_says_what_comes_next_for_each(api: Api) -> None:
    """A person never wonders."""
    issued(api, scope="all")
    placed(api, "pending.example", scope="all")
    shown = api.call("list_certificates", scope="all").document["items"]
    assert {each["status"]: each["next_action"]["action"] for each in shown}["pending"] == "issue"
    assert all(each["next_action"]["why"] for each in shown)
