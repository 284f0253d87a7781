"""The list: what it asks for, what it shows, and that an answer that comes late changes nothing."""

import threading
from datetime import timedelta

import pytest

from certkeeper.domain.clock import to_text, utc_now
from tests.integration.console.api_documents import Life, certificate, forbidden, scope
from tests.integration.console.browser import Guest
from tests.integration.console.scripted_api import Call, Said, ScriptedApi

PATH = "/scopes/shop/certificates"
NAMES = "#list .row .name"
TRUTHS: tuple[tuple[Life, dict[str, str], str, str], ...] = (
    (Life(-1, status="active"), {}, "bad", "expired"),
    (Life(-400, status="expired"), {}, "bad", "expired"),
    (Life(3, status="active"), {}, "warn", "expiring"),
    (Life(60), {}, "good", "active"),
    (Life(60), {"revoked_at": to_text(utc_now())}, "bad", "revoked"),
    (Life(0, status="pending"), {}, "idle", "pending"),
    (Life(60), {"deleted_at": to_text(utc_now())}, "idle", "deleted"),
)
"""What is true of a certificate, its colour and its word."""


@pytest.fixture
def many(api: ScriptedApi, guest: Guest) -> ScriptedApi:
    """One scope with 130 certificates, every third uploaded."""
    api.scopes = [scope("shop", "shop.example")]
    api.certificates = [
        certificate(at, f"host-{at:03}.shop.example", life=Life(source="issued" if at % 3 else "uploaded"))
        for at in range(130)
    ]
    guest.page.reload()
    guest.settle()
    api.calls.clear()
    return api


def shown(guest: Guest) -> list[str]:
    """The names in the list."""
    return guest.page.locator(NAMES).all_inner_texts()


def choose(guest: Guest, filter_name: str, value: str) -> None:
    """Set one of the filters."""
    guest.page.locator("#list").get_by_label(filter_name, exact=True).select_option(value)
    guest.settle()


def test_a_page_is_one_request(guest: Guest, many: ScriptedApi) -> None:
    """Fifty, the newest first; the next fifty when asked for, with the focus on the first of them."""
    choose(guest, "Scope", "shop")
    assert len(many.asked("GET", PATH)) == 1
    assert shown(guest) == [f"host-{at:03}.shop.example" for at in range(129, 79, -1)]
    guest.press("Show more")
    guest.page.locator(NAMES).nth(99).wait_for()
    assert len(many.asked("GET", PATH)) == 2
    assert "host-079" in guest.page.evaluate("document.activeElement.textContent")
    guest.press("Show more")
    guest.page.locator(NAMES).nth(129).wait_for()
    assert guest.page.get_by_role("button", name="Show more").count() == 0


def test_search_waits_for_the_end_of_a_word(guest: Guest, many: ScriptedApi) -> None:
    """One request for all that was typed, answered by the server; the clock stands while it is typed."""
    guest.page.clock.install()
    guest.page.clock.pause_at(utc_now() + timedelta(minutes=1))
    guest.page.get_by_role("searchbox").press_sequentially("host-01", delay=20)
    assert not many.asked("GET", PATH)
    guest.page.clock.run_for(300)
    guest.page.locator(NAMES).nth(10).wait_for(state="detached")
    guest.settle()
    assert shown(guest) == [f"host-01{at}.shop.example" for at in range(9, -1, -1)]
    assert [call.query["search"] for call in many.asked("GET", PATH)] == ["host-01"]


def test_what_was_searched_for_is_read_out_and_what_changes_by_itself_is_not(guest: Guest, many: ScriptedApi) -> None:
    """It would cut off what the person did ask for."""
    choose(guest, "Scope", "shop")
    guest.page.locator("#said", has_text="50 certificates shown").wait_for(state="attached")
    guest.page.evaluate("document.getElementById('said').textContent = 'What was asked for'")
    asked = len(many.asked("GET", PATH))
    guest.page.evaluate("dispatchEvent(new Event('certificates-changed'))")
    guest.settle()
    guest.page.wait_for_timeout(100)
    assert len(many.asked("GET", PATH)) == asked + 1
    assert guest.page.locator("#said").inner_text() == "What was asked for"


def test_an_answer_that_comes_late_changes_nothing(guest: Guest, many: ScriptedApi) -> None:
    """What was typed first is given up when more is typed."""
    begun, later = threading.Event(), threading.Event()

    def slow_at_first(call: Call) -> Said:
        if call.query.get("search") == "host-1":
            begun.set()
            later.wait(timeout=60)
        return Said(200, {"items": [certificate(1, f"found {call.query.get('search')}")], "next": None})

    many.script("GET", PATH, slow_at_first)
    search = guest.page.get_by_role("searchbox")
    search.fill("host-1")
    assert begun.wait(timeout=60)
    search.fill("host-12")
    guest.page.locator("#list").get_by_text("found host-12").wait_for()
    later.set()
    guest.page.wait_for_timeout(300)
    assert shown(guest) == ["found host-12"]


@pytest.mark.usefixtures("many")
def test_the_source_is_filtered_page_by_page(guest: Guest) -> None:
    """The API does not filter by it: pages are read until one is full."""
    choose(guest, "Source", "uploaded")
    assert shown(guest) == [f"host-{at:03}.shop.example" for at in range(129, -1, -3)]


def test_the_status_is_the_servers_to_filter(guest: Guest, api: ScriptedApi) -> None:
    """And what is found nowhere is said so, with a way back."""
    choose(guest, "Status", "expired")
    assert shown(guest) == ["legacy.corp.example"]
    choose(guest, "Scope", "shop")
    guest.page.locator("#list").get_by_text("No certificate is like that").wait_for()
    guest.press("Clear the filters")
    guest.page.locator("#list").get_by_text("shop front").wait_for()
    assert {call.query.get("status") for call in api.asked("GET", PATH)} == {None, "expired"}


def test_several_scopes_are_merged_the_newest_first(guest: Guest) -> None:
    """And the one that is refused is named beside the others."""
    ids = guest.page.locator("#list .id").evaluate_all("all => all.map(one => one.title)")
    assert len(ids) == 10
    assert ids == sorted(ids, reverse=True)


def test_a_scope_that_is_refused_is_named(guest: Guest, api: ScriptedApi) -> None:
    """The others are shown all the same."""
    api.script("GET", "/scopes/intranet/certificates", Said(403, forbidden()))
    choose(guest, "Status", "active")
    guest.page.locator("#list").get_by_text(
        "Scope intranet: certificates not shown. The caller may not do this"
    ).wait_for()
    assert "shop front" in shown(guest)


def test_a_scope_that_does_not_answer_hides_no_other_and_can_be_asked_again(guest: Guest, api: ScriptedApi) -> None:
    """One of many, at a bad moment."""
    api.script("GET", "/scopes/intranet/certificates", Said(503, {"title": "Too much at once", "detail": ""}))
    choose(guest, "Status", "active")
    trouble = guest.page.locator("#list").get_by_text("Scope intranet: certificates not shown. Too much at once")
    trouble.wait_for()
    assert "shop front" in shown(guest)
    api.script("GET", "/scopes/intranet/certificates", Said(200, {"items": [], "next": None}))
    guest.page.locator("#list").get_by_role("button", name="Try again").click()
    trouble.wait_for(state="detached")
    assert "shop front" in shown(guest)


def test_no_scope_that_answers_is_one_trouble(guest: Guest, api: ScriptedApi) -> None:
    """And not one for each."""
    for one in api.scopes:
        api.script("GET", f"/scopes/{one['scope']}/certificates", Said(503, {"title": "Too much at once"}))
    choose(guest, "Status", "active")
    guest.page.locator("#list").get_by_role("alert").get_by_text("Too much at once").wait_for()
    assert shown(guest) == []


def test_validity_is_shown_as_it_is(guest: Guest, api: ScriptedApi) -> None:
    """In a word and a colour; the end that stands in a certificate decides, whatever its status was."""
    api.certificates = [certificate(at, says, life=life, **more) for at, (life, more, _, says) in enumerate(TRUTHS)]
    choose(guest, "Scope", "shop")
    rows = guest.page.locator("#list .row").all()
    assert len(rows) == len(TRUTHS)
    for row, (_, _, tone, says) in zip(reversed(rows), TRUTHS, strict=True):
        badge = row.locator(".badge")
        assert (badge.inner_text(), badge.get_attribute("class")) == (says, f"badge {tone}")
        assert ("days left" in row.locator(".left").inner_text()) == (says in {"active", "expiring"})


def test_an_error_is_shown_with_its_reason_and_can_be_tried_again(guest: Guest, many: ScriptedApi) -> None:
    """Nothing is lost but the moment."""
    trouble = {"title": "A service is out of reach", "detail": "try again in a moment", "instance": "urn:x:1"}
    many.script("GET", PATH, Said(503, trouble, {"Retry-After": "3"}))
    choose(guest, "Scope", "shop")
    guest.page.locator("#list").get_by_text("Again in 3 seconds").wait_for()
    del many.scripts["GET", PATH]
    guest.press("Try again")
    guest.page.locator(NAMES).first.wait_for()
