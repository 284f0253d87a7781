"""The view of the scopes: defined, changed and deleted knowingly."""

from __future__ import annotations

from typing import Any

from tests.integration.console.browser import Guest
from tests.integration.console.scripted_api import Said, ScriptedApi

NOTICES = {"administrators": ["ops@shop.example"], "notices_enabled": True, "notice_days": [30, 7]}
FRONT = "01989d2c-0000-7000-8000-000000000001"
LISTED = {
    "certificate_id": FRONT,
    "certificate_name": "front",
    "names": ["a.shop.example"],
    "names_count": 3,
}
OUTSIDE = {"count": 2, "digest": "ab" * 32, "certificates": [LISTED]}


def problem(status: int, kind: str, **more: object) -> Said:
    """A refusal of the API."""
    document = {"type": f"urn:certkeeper:problem:{kind}", "title": "Refused", "status": status, "detail": "so it is"}
    return Said(status, document | more)


def opened(guest: Guest, api: ScriptedApi) -> dict[str, Any]:
    """The view, with the scope `shop` read into the form at its revision 3; the scope."""
    api.scopes[1] |= NOTICES
    api.script("GET", "/scopes/shop", Said(200, api.scopes[1], headers={"ETag": '"3"'}))
    guest.page.reload()
    guest.go("/scopes")
    with guest.page.expect_response("**/api/scopes/shop"):
        guest.press("Change shop")
    guest.page.wait_for_function("document.querySelector('main form input').readOnly")
    return api.scopes[1]


def test_a_change_sends_what_is_different_for_the_state_that_was_read(guest: Guest, api: ScriptedApi) -> None:
    """So that whatever the form does not know, and whatever somebody else has changed, stays."""
    api.script("PATCH", "/scopes/shop", Said(200, opened(guest, api)))
    guest.field("Who sets").select_option("route53")
    with guest.page.expect_response("**/api/scopes/shop"):
        guest.press("Save scope")
    (call,) = api.asked("PATCH", "/scopes/shop")
    assert (call.body, call.headers["if-match"]) == ({"solver": "route53"}, '"3"')
    assert not guest.violations()


def test_a_new_scope_never_overwrites_one(guest: Guest, api: ScriptedApi) -> None:
    """The field says that there is one of the name, and how to change it."""
    api.script("PUT", "/scopes/shop", problem(412, "precondition-failed"))
    guest.go("/scopes")
    guest.page.locator("main").get_by_label("Name", exact=True).fill("shop")
    guest.page.locator("main").get_by_label("Domain").fill("other.example")
    guest.press("Save scope")
    guest.reads("There is a scope of this name")
    (call,) = api.asked("PUT", "/scopes/shop")
    assert call.body == {"kind": "zone", "domain": "other.example", "solver": "assisted"}
    assert call.headers["if-none-match"] == "*"


def test_what_would_fall_outside_is_shown_and_confirmed(guest: Guest, api: ScriptedApi) -> None:
    """Closed, the dialog changes nothing; confirmed, it confirms exactly what it has shown."""
    shop = opened(guest, api)

    def said(call: Any) -> Said:  # noqa: ANN401 - the harness's
        confirmed = "outside_confirmed" in call.body
        return Said(200, shop) if confirmed else problem(409, "outside-not-confirmed", outside=OUTSIDE)

    api.script("PATCH", "/scopes/shop", said)
    guest.page.locator("main").get_by_label("Domain").fill("www.shop.example")
    guest.press("Save scope")
    dialog = guest.page.get_by_role("dialog")
    dialog.get_by_text("a.shop.example and 2 more").wait_for()
    assert dialog.get_by_role("link", name="front").get_attribute("href") == f"#/scopes/shop/certificates/{FRONT}"
    assert dialog.get_by_text("and 1 more certificates").is_visible()
    assert not guest.violations()
    dialog.get_by_role("button", name="Close").click()
    assert len(api.asked("PATCH", "/scopes/shop")) == 1
    guest.press("Save scope")
    with guest.page.expect_response(lambda answer: answer.ok and answer.request.method == "PATCH"):
        guest.page.get_by_role("dialog").get_by_role("button", name="Leave them outside").click()
    change = {"domain": "www.shop.example"}
    assert [call.body for call in api.asked("PATCH", "/scopes/shop")] == [
        change,
        change,
        {**change, "outside_confirmed": OUTSIDE["digest"]},
    ]


def test_a_scope_is_deleted_after_a_question_and_says_what_keeps_it(guest: Guest, api: ScriptedApi) -> None:
    """The certificates in it are listed; once they are gone it is deleted."""
    guest.go("/scopes")
    api.script("DELETE", "/scopes/shop", problem(409, "scope-in-use", count=2, certificates=[LISTED]))
    guest.press("Delete shop")
    dialog = guest.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Delete the scope").click()
    dialog.get_by_text("a.shop.example and 2 more").wait_for()
    shop = api.scopes.pop(1)
    api.script("DELETE", "/scopes/shop", Said(200, shop))
    dialog.get_by_role("button", name="Delete the scope").click()
    dialog.wait_for(state="detached")
    guest.page.get_by_role("button", name="Delete shop").wait_for(state="detached")
