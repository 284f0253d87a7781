"""Every view, as axe-core and the browser judge it: in light and dark, wide and narrow, full and empty."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from certkeeper_cli.console.server import Server
from tests.integration.console.api_documents import forbidden, identifier, recipients, scope
from tests.integration.console.browser import Guest, let_in, made_up_api, new_context, running_console
from tests.integration.console.populated_api import (
    CANCELLED,
    DELETED,
    FAILED,
    GONE,
    ISSUED,
    LATE,
    UPLOADED,
    VERIFIED,
    WAITING,
)
from tests.integration.console.scripted_api import Call, Said, ScriptedApi

NOBODY, UNKNOWN = "Nobody gets notices of", "It is not known whether anybody gets notices of"
VIEWS = {
    "overview": "/",
    "certificates": "/certificates",
    "scopes": "/scopes",
    "add": "/add",
    "paste": "/add/paste",
    "order form": "/add/order",
    "pfx": "/add/pfx",
    "pem": "/add/pem",
    "waiting order": f"/scopes/shop/orders/{WAITING}",
    "order ready to issue": f"/scopes/shop/orders/{VERIFIED}",
    "failed order": f"/scopes/shop/orders/{FAILED}",
    "expired order": f"/scopes/shop/orders/{LATE}",
    "cancelled order": f"/scopes/shop/orders/{CANCELLED}",
    "issued": f"/scopes/shop/certificates/{ISSUED}",
    "uploaded": f"/scopes/intranet/certificates/{UPLOADED}",
    "expired": f"/scopes/intranet/certificates/{identifier(200)}",
    "revoked": f"/scopes/shop/certificates/{identifier(202)}",
    "deleted": f"/scopes/shop/certificates/{DELETED}",
    "gone for good": f"/scopes/shop/certificates/{GONE}",
    "successor": f"/scopes/intranet/certificates/{UPLOADED}/successor",
    "not there": f"/scopes/shop/certificates/{identifier(1)}",
    "nowhere": "/nowhere",
}
SAYS = {
    "order ready to issue": "It waits for you to issue",
    "failed order": "It ended without a certificate",
    "expired order": "Its time ran out",
    "cancelled order": "It was cancelled",
    "expired": "expired",
    "revoked": "revoked",
    "deleted": "It can be restored until",
    "gone for good": "It can no longer be restored",
}
"""By which a view is known to be the one that is meant, and not one that says that nothing is there."""
DIALOGS = ("Export", "Renew", "Revoke", "Delete")


def test_no_view_keeps_anyone_out(browser: Browser, console: Server) -> None:
    """No violation of axe-core's rules on any view and in any dialog, in light and dark, and no complaint."""
    context = new_context(browser)
    guest = let_in(context, console)
    found = {}
    for name, view in VIEWS.items():
        guest.go(view)
        if name in SAYS:
            guest.reads(SAYS[name])
        for closed in guest.page.locator("main details:not([open]) > summary").all():
            closed.click()
        found[name] = guest.violations_in_both_schemes()
    guest.go(VIEWS["issued"])
    for name in DIALOGS:
        guest.press(name)
        found[name] = guest.violations_in_both_schemes()
        guest.page.keyboard.press("Escape")
    context.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert not guest.complaints


def test_on_a_narrow_screen_nothing_is_cut_off(browser: Browser, console: Server) -> None:
    """List and view take turns, and nobody scrolls sideways."""
    context = new_context(browser, width=360, height=740)
    guest = let_in(context, console)
    for view in VIEWS.values():
        guest.go(view)
        width = guest.page.evaluate(
            "Math.max(document.documentElement.scrollWidth, document.querySelector('main').scrollWidth)"
        )
        assert width <= 360, view
    guest.go("/certificates")
    assert guest.page.locator("#list").is_visible()
    guest.page.get_by_role("link", name="shop front").click()
    guest.reads("Facts")
    assert not guest.page.locator("#list").is_visible()
    assert not guest.violations()
    context.close()


def test_who_has_nothing_yet_learns_what_to_do_first(guest: Guest, api: ScriptedApi) -> None:
    """In the list and in the overview."""
    api.certificates, api.orders, api.scopes = [], {}, [scope("all")]
    guest.page.reload()
    guest.settle()
    guest.reads("Define a scope")
    assert guest.page.locator("#list").get_by_role("link", name="Add the first one").is_visible()
    assert not guest.violations()


def test_who_may_not_list_the_scopes_names_one(guest: Guest, api: ScriptedApi) -> None:
    """Policies for one scope do not let anyone see the others."""
    api.script("GET", "/scopes", Said(403, forbidden()))
    guest.page.reload()
    guest.settle()
    guest.page.locator("main").get_by_role("link", name="Name the scope").click()
    guest.reads("no policy of the caller's role allows")
    guest.page.locator("main").get_by_label("Scope").first.fill("shop")
    guest.press("Work in this scope")
    guest.page.locator("#list").get_by_text("shop front").wait_for()


def test_the_keyboard_goes_everywhere(guest: Guest) -> None:
    """Past the list, into a view whose heading is read out, into a dialog and back to what opened it."""
    guest.page.reload()
    guest.settle()
    guest.page.keyboard.press("Tab")
    assert guest.page.evaluate("document.activeElement.textContent") == "Skip to the content"
    guest.page.keyboard.press("Enter")
    assert guest.page.evaluate("document.activeElement.id") == "main"
    guest.page.get_by_role("link", name="shop front").press("Enter")
    guest.reads("Facts")
    assert guest.page.evaluate("document.activeElement.tagName") == "H1"
    assert guest.page.locator('#list [aria-current="page"]').count() == 1
    guest.page.get_by_role("button", name="Delete", exact=True).press("Enter")
    assert guest.page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    guest.page.keyboard.press("Escape")
    assert guest.page.evaluate("document.activeElement.textContent") == "Delete"


def test_a_console_that_has_ended_is_said_plainly(guest: Guest, console: Server) -> None:
    """With how to go on."""
    console.stop()
    guest.page.get_by_role("link", name="Scopes").click()
    guest.page.locator("#list").get_by_role("searchbox").fill("anything")
    guest.page.locator("#list").get_by_text("The console has ended").wait_for()
    guest.complaints.clear()  # the browser reports the connection that was refused


def test_a_second_browser_learns_why_it_is_not_let_in(browser: Browser, guest: Guest, console: Server) -> None:
    """And the first stays in, unless the second has the address."""
    context = new_context(browser)
    page = context.new_page()
    page.goto(guest.home)
    assert "not let in" in page.inner_text("body")
    guest.page.reload()
    guest.settle()
    page.goto(console.address)
    assert "opened a second time" in page.inner_text("body")
    context.close()
    guest.page.get_by_role("link", name="Scopes").click()
    guest.page.locator("#list").get_by_role("searchbox").fill("anything")
    guest.page.locator("#list").get_by_text("console has ended").wait_for()
    guest.complaints.clear()  # the browser reports the connection that was refused


def test_a_person_of_one_scope_finds_it_open(browser: Browser, api: ScriptedApi) -> None:
    """Named at the start; the scopes that may not be listed are not missed."""
    api.script("GET", "/scopes", Said(403, forbidden()))
    with running_console(made_up_api(api.url), scope="shop") as server:
        context = new_context(browser)
        guest = let_in(context, server)
        guest.page.locator("#list").get_by_text("shop front").wait_for()
        guest.reads("pay.shop.example")
        context.close()


def test_what_is_deleted_names_one_end_only(guest: Guest) -> None:
    """The last day on which it can be restored, not the certificate's own beside it."""
    guest.go(VIEWS["deleted"])
    assert guest.page.locator(".status").inner_text() == "deleted can be restored"
    guest.go(VIEWS["expired"])
    assert " until " not in guest.page.locator(".status").inner_text()


@pytest.mark.parametrize("path", ["/", "/scopes"])
def test_the_page_says_whose_notices_reach_nobody(api: ScriptedApi, guest: Guest, path: str) -> None:
    """On the overview and among the scopes, and nothing where all is well."""
    guest.go(path)
    assert guest.page.get_by_text(NOBODY).count() == guest.page.get_by_text(UNKNOWN).count() == 0
    api.scopes = [
        scope("all", recipients=recipients("nobody", pending=1)),
        scope("shop", "shop.example"),
        scope("blog", "blog.example", recipients=recipients("nobody", lost=1)),
        scope("news", "news.example", recipients=recipients("not_checked")),
        scope("chat", "chat.example", recipients=recipients("others", others=1)),
    ]
    guest.page.reload()
    guest.settle()
    main = guest.page.locator("main")
    assert main.get_by_text(f"{NOBODY} the whole stack, alarms included, blog.").count() == 1
    assert main.get_by_text("Confirm the mail that AWS has sent").count() == 1
    assert main.get_by_text(f"{UNKNOWN} news.").count() == 1


def test_a_scope_says_who_gets_its_notices(api: ScriptedApi, guest: Guest) -> None:
    """In its row, in words."""
    api.scopes = [
        scope("shop", "shop.example", recipients=recipients("confirmed", confirmed=2, pending=1)),
        scope("blog", "blog.example", recipients=recipients("nobody", pending=1, lost=2)),
    ]
    guest.go("/scopes")
    guest.settle()
    rows = {
        row.locator("th").inner_text(): row.locator("td").nth(4).inner_text()
        for row in guest.page.locator("tbody tr").all()
    }
    assert rows == {"shop": "2 of 3 administrators", "blog": "nobody (1 not confirmed, 2 unsubscribed)"}


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

    def said(call: Call) -> Said:
        confirmed = "outside_confirmed" in (call.body or {})
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
