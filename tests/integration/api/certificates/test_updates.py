"""Changing a certificate's name and settings over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.api.certificate_files import leaf, pem
from tests.integration.api.stored_orders import issued, placed

if TYPE_CHECKING:
    from tests.integration.api.conftest import Answer, Api

NAMES = ("www.shop.example", "shop.example")


@pytest.fixture
def certificate_id(api: Api) -> str:
    """An uploaded certificate."""
    body = pem(leaf(*NAMES), certificate_name="front", notice_days=[9, 2], notices_enabled=False)
    found: str = api.call("upload_certificate", scope="all", body=body).document["certificate_id"]
    return found


def etag(api: Api, certificate_id: str) -> str:
    """As the certificate is read now."""
    return api.call("get_certificate", scope="all", certificate_id=certificate_id).headers["ETag"]


def update(api: Api, certificate_id: str, body: object, tag: str | None = None, media_type: str = "") -> Answer:
    """Changes it as it is now, unless a tag is given."""
    headers = {"If-Match": tag or etag(api, certificate_id), **({"Content-Type": media_type} if media_type else {})}
    return api.call("update_certificate", scope="all", certificate_id=certificate_id, body=body, headers=headers)


CHANGES: list[dict[str, Any]] = [
    {"certificate_name": "another name"},
    {"domain": "shop.example"},
    {"notices_enabled": True},
    {"notice_days": [30, 7]},
    {"renewal_enabled": False, "key_reused": True},
]


def settled(document: dict[str, Any]) -> dict[str, Any]:
    """What is shown, without what has happened and without what comes next."""
    return {name: value for name, value in document.items() if name not in {"history", "next_action", "outside_scope"}}


@pytest.mark.parametrize("changes", CHANGES, ids="-".join)
def test_what_is_named_changes_and_nothing_else(api: Api, certificate_id: str, changes: dict[str, Any]) -> None:
    """The answer is what is read afterwards, with its tag."""
    before = api.call("get_certificate", scope="all", certificate_id=certificate_id)
    answer = update(api, certificate_id, changes)
    assert answer.status == 200, answer.text
    assert answer.document == {**settled(before.document), **changes}
    after = api.call("get_certificate", scope="all", certificate_id=certificate_id)
    assert (settled(after.document), after.headers["ETag"]) == (answer.document, answer.headers["ETag"])
    assert after.headers["ETag"] != before.headers["ETag"]


def test_null_asks_for_the_default(api: Api, certificate_id: str) -> None:
    """RFC 7396, in its own media type."""
    update(api, certificate_id, {"domain": "shop.example", "renewal_enabled": False, "key_reused": True})
    fields = ("certificate_name", "domain", "notices_enabled", "notice_days", "renewal_enabled", "key_reused")
    answer = update(api, certificate_id, dict.fromkeys(fields), media_type="application/merge-patch+json")
    assert answer.status == 200, answer.text
    assert [answer.document[field] for field in fields] == [NAMES[0], NAMES[0], None, None, True, False]


def test_what_changes_nothing_is_no_change(api: Api, certificate_id: str) -> None:
    """The tag stays: nobody else has to read again."""
    tag = etag(api, certificate_id)
    for body in ({}, {"certificate_name": "front"}, {"notice_days": [9, 2]}):
        answer = update(api, certificate_id, body)
        assert (answer.status, answer.headers["ETag"]) == (200, tag)


def test_without_a_tag_nothing_is_changed(api: Api, certificate_id: str) -> None:
    """428, with what to send."""
    answer = api.call("update_certificate", scope="all", certificate_id=certificate_id, body={"key_reused": True})
    assert (answer.status, answer.problem) == (428, "precondition-required")
    assert answer.document["errors"][0]["header"] == "If-Match"


@pytest.mark.parametrize("tag", ['"99"', 'W/"0"', '"abc"', '"1", "2"', '""'])
def test_a_tag_of_another_state_loses(api: Api, certificate_id: str, tag: str) -> None:
    """412; weak tags never match (RFC 9110 section 13.1.1)."""
    answer = update(api, certificate_id, {"key_reused": True}, tag)
    assert (answer.status, answer.problem) == (412, "precondition-failed")


@pytest.mark.parametrize("tag", ["*", '"0"', '"7", "0"', ' "0" '])
def test_a_tag_of_this_state_wins(api: Api, certificate_id: str, tag: str) -> None:
    """So does a star, for whoever does not mind, and one of several."""
    assert update(api, certificate_id, {"key_reused": True}, tag).status == 200


@pytest.mark.parametrize("tag", ["0", '"0', "CANARY", '"0" "1"', ",", '"' + "x" * 2000 + '"'])
def test_a_malformed_tag_is_refused(api: Api, certificate_id: str, tag: str) -> None:
    """And not repeated."""
    answer = update(api, certificate_id, {"key_reused": True}, tag)
    assert (answer.status, answer.problem) == (400, "invalid-header")
    assert "CANARY" not in answer.text


def test_of_two_people_who_have_read_the_same_the_second_is_refused(api: Api, certificate_id: str) -> None:
    """And has overwritten nothing."""
    tag = etag(api, certificate_id)
    assert update(api, certificate_id, {"notices_enabled": True}, tag).status == 200
    assert update(api, certificate_id, {"notices_enabled": False}, tag).status == 412
    shown = api.call("get_certificate", scope="all", certificate_id=certificate_id).document
    assert shown["notices_enabled"] is True


@pytest.mark.parametrize(
    ("body", "status", "pointer", "code"),
    [
        ({"names": ["other.example"]}, 400, "", "unknown_field"),
        ({"certificate_id": "CANARY"}, 400, "", "unknown_field"),
        ({"source": "issued"}, 400, "", "unknown_field"),
        ({"certificate_name": ""}, 400, "/certificate_name", "too_short"),
        ({"certificate_name": "x" * 129}, 400, "/certificate_name", "too_long"),
        ({"renewal_enabled": "yes"}, 400, "/renewal_enabled", "wrong_type"),
        ({"notice_days": [0]}, 400, "/notice_days/0", "out_of_bounds"),
        ({"notice_days": [7, 14]}, 422, "/notice_days", "notice_days_unsorted"),
        ({"notice_days": [300]}, 422, "/notice_days", "notice_days_over_lifetime"),
        ({"domain": "elsewhere.example"}, 422, "/domain", "not_among_names"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field(
    api: Api, certificate_id: str, body: dict[str, Any], status: int, pointer: str, code: str
) -> None:
    """Before anything is written."""
    tag = etag(api, certificate_id)
    answer = update(api, certificate_id, {"key_reused": True, **body})
    assert answer.status == status, answer.text
    assert (answer.document["errors"][0]["pointer"], answer.document["errors"][0]["code"]) == (pointer, code)
    assert "CANARY" not in answer.text
    assert etag(api, certificate_id) == tag


def test_a_name_is_one_certificates(api: Api, certificate_id: str) -> None:
    """Taken: 409. Left: free at once."""
    other = issued(api, "mail.example.org", scope="all")
    assert update(api, certificate_id, {"certificate_name": "mail.example.org"}).problem == "name-taken"
    assert update(api, other.certificate_id, {"certificate_name": "post"}).status == 200
    assert update(api, certificate_id, {"certificate_name": "mail.example.org"}).status == 200


def test_while_the_first_order_runs_settings_change_and_the_name_does_not(api: Api) -> None:
    """The order that commits writes what is searched by, with the name that it was placed with."""
    order = placed(api, scope="all")
    assert update(api, order["certificate_id"], {"notice_days": [20, 5]}).status == 200
    answer = update(api, order["certificate_id"], {"certificate_name": "other"})
    assert (answer.status, answer.problem) == (409, "order-running")


def test_another_scopes_certificate_is_not_found(api: Api, certificate_id: str) -> None:
    """As one that never was."""
    for scope, id_ in (("nowhere", certificate_id), ("all", "018bcfe5-687b-7000-8000-000000000000")):
        answer = api.call("update_certificate", scope=scope, certificate_id=id_, body={}, headers={"If-Match": "*"})
        assert (answer.status, answer.problem) == (404, "not-found")
