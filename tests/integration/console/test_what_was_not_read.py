"""A failure is never shown as an empty result: what could not be read is said on top, in red, and nothing reassures."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator

from certkeeper.domain.clock import to_text, utc_now
from certkeeper_cli.console.server import Server
from tests.integration.console.api_documents import Document, Life, certificate, forbidden, order, scope, unsigned
from tests.integration.console.browser import Guest, Scheme, let_in, made_up_api, new_context, running_console
from tests.integration.console.scripted_api import Call, Said, ScriptedApi

SCOPES = ("all", "intranet", "shop")
LISTS = ("certificates", "orders")
ENDED = ("ExpiredTokenException", "InvalidSignatureException", "UnrecognizedClientException")
"""What API Gateway's header x-amzn-errortype says of credentials that have ended or never were."""
REFUSALS = (
    Said(503, {"title": "A service is out of reach", "detail": "try again in a moment"}),
    Said(429, {"title": "Too many requests at once", "detail": "wait a second"}, {"Retry-After": "1"}),
    Said(403, forbidden()),
    Said(404, {"type": "urn:certkeeper:problem:not-found", "title": "Not found", "detail": "x"}),
)
REASSURANCES = (
    "Nothing. All that is here is valid",
    "Nothing is kept yet",
    "There are no certificates yet",
    "No certificate is like that",
)


@pytest.fixture
def well(api: ScriptedApi, guest: Guest) -> ScriptedApi:
    """Three scopes in which nothing needs a person, and the overview says so."""
    api.scopes = [scope("all"), scope("intranet", "corp.example"), scope("shop", "shop.example")]
    api.certificates = [certificate(at, f"{name}.example", scope=name) for at, name in enumerate(SCOPES, start=1)]
    api.orders = {}
    refresh(guest)
    assert reassured(guest)
    return api


def refresh(guest: Guest) -> None:
    """Reload the page, and wait until nothing is being waited for."""
    guest.page.reload()
    guest.settle()


def reassured(guest: Guest) -> list[str]:
    """What the page says that means: there is nothing to do, or nothing at all."""
    shown = guest.page.locator("body").inner_text()
    return [words for words in REASSURANCES if words in shown]


def alert(guest: Guest, place: str) -> Locator:
    """The alert of `main` or of `#list`, which stands before everything else there."""
    found = guest.page.locator(f"{place} [role=alert]")
    found.wait_for()
    top = guest.page.locator(f"{place} h2, {place} .rows, {place} .empty").first
    follows = top.count() == 0 or found.evaluate("(one, top) => one.compareDocumentPosition(top)", top.element_handle())
    assert follows is True or follows & 4  # Node.DOCUMENT_POSITION_FOLLOWING
    return found


def refuse_everything(api: ScriptedApi, said: Said) -> None:
    """Answer so to whatever the page reads."""
    for path in ("/scopes", *(f"/scopes/{name}/{what}" for name in SCOPES for what in LISTS)):
        api.script("GET", path, said)


def not_accepted(kind: str) -> Said:
    """The answer to credentials that AWS does not accept."""
    return Said(403, unsigned(), {"x-amzn-ErrorType": kind})


def open_estate(browser: Browser, server: Server, scheme: Scheme = "light", width: int = 1280) -> Guest:
    """Somebody who has just entered."""
    return let_in(new_context(browser, scheme, width), server)


@pytest.mark.parametrize("kind", ENDED)
def test_credentials_that_end_while_the_page_is_open_are_reported_in_every_part(
    guest: Guest, well: ScriptedApi, kind: str
) -> None:
    """Overview, list and scopes say that AWS does not accept the credentials, and what to do, and reassure nobody."""
    refuse_everything(well, not_accepted(kind))
    for view in ("/scopes", "/"):
        guest.go(view)
        said = alert(guest, "main").inner_text()
        assert "credentials of this console are not accepted" in said
        assert "aws sso login" in said
        assert "reload this page" in said
    guest.page.locator("#list").get_by_label("Status", exact=True).select_option("active")
    assert "credentials of this console are not accepted" in alert(guest, "#list").inner_text()
    assert not reassured(guest)


def test_credentials_that_never_were_good_are_not_taken_for_policies(guest: Guest, well: ScriptedApi) -> None:
    """After a reload the page speaks of credentials in all three places, and of policies in none."""
    refuse_everything(well, not_accepted("UnrecognizedClientException"))
    refresh(guest)
    for view in ("/", "/scopes"):
        guest.go(view)
        for place in ("main", "#list"):
            assert "AWS does not know these credentials" in alert(guest, place).inner_text()
        assert "policies let" not in guest.page.locator("body").inner_text()
        assert not reassured(guest)


def test_a_signature_that_does_not_hold_is_not_taken_for_policies_either(guest: Guest, well: ScriptedApi) -> None:
    """A 403 that no policy has caused is shown as what it is, also where no header says more."""
    refuse_everything(well, Said(403, unsigned()))
    refresh(guest)
    for place in ("main", "#list"):
        assert "The signature is not valid" in alert(guest, place).inner_text()
    assert "policies let" not in guest.page.locator("body").inner_text()
    assert not reassured(guest)


def test_who_may_list_no_scopes_is_asked_for_one_and_not_shown_that_there_is_nothing(
    guest: Guest, well: ScriptedApi
) -> None:
    """A policy for one scope, none named: overview and list ask for its name."""
    well.script("GET", "/scopes", Said(403, forbidden()))
    refresh(guest)
    for place in ("main", "#list"):
        assert guest.page.locator(place).get_by_role("link", name="Name the scope that you work in").is_visible()
    assert not reassured(guest)


def test_what_is_said_of_one_scope_names_it(browser: Browser, api: ScriptedApi) -> None:
    """Where the others may not be listed, overview, list and scopes do not speak for them."""
    api.script("GET", "/scopes", Said(403, forbidden()))
    api.certificates, api.orders = [], {}
    with running_console(made_up_api(api.url), scope="shop") as server:
        guest = open_estate(browser, server)
        guest.reads("Only the scope shop is shown")
        guest.page.locator("#list").get_by_text("yet in the scopes that you have named").wait_for()
        guest.go("/scopes")
        row = guest.page.locator("main tbody tr")
        assert row.inner_text().split() == ["shop", "not", "shown"]
        assert guest.page.get_by_role("heading", name="All scopes").count() == 0
        guest.page.context.close()


@pytest.mark.parametrize("said", REFUSALS, ids=lambda said: str(said.status))
@pytest.mark.parametrize("what", LISTS)
def test_a_scope_that_could_not_be_read_is_named_on_top(guest: Guest, well: ScriptedApi, said: Said, what: str) -> None:
    """The overview says which scope, what of it and why, and is well again only when that was read."""
    path = f"/scopes/intranet/{what}"
    well.script("GET", path, said)
    refresh(guest)
    assert isinstance(said.body, dict)
    assert f"Scope intranet: {what} not shown. {said.body['title']}" in alert(guest, "main").inner_text()
    assert guest.page.locator("main .note.good").count() == 0
    assert not reassured(guest)
    del well.scripts["GET", path]
    guest.page.locator("main").get_by_role("button", name="Try again").click()
    guest.reads(REASSURANCES[0])
    assert guest.page.locator("main [role=alert]").count() == 0


def test_scopes_that_were_refused_alike_are_one_line(guest: Guest, well: ScriptedApi) -> None:
    """A person who may read one scope of a hundred does not read ninety-nine lines."""
    for name in ("all", "intranet"):
        for what in LISTS:
            well.script("GET", f"/scopes/{name}/{what}", Said(403, forbidden()))
    refresh(guest)
    (line,) = alert(guest, "main").locator("li").all_inner_texts()
    assert line.startswith("Scopes all, intranet: certificates and orders not shown. The caller may not do this")


@pytest.mark.parametrize("said", REFUSALS, ids=lambda said: str(said.status))
def test_the_list_names_a_scope_that_could_not_be_read_on_top(guest: Guest, well: ScriptedApi, said: Said) -> None:
    """And says of what it found none of no more than that, until the scope was read."""
    well.script("GET", "/scopes/intranet/certificates", said)
    guest.page.locator("#list").get_by_label("Status", exact=True).select_option("expired")
    guest.settle()
    assert "Scope intranet: certificates not shown" in alert(guest, "#list").inner_text()
    assert "Nothing in what could be read" in guest.page.locator("#list .foot").inner_text()
    assert "No certificate is like that" not in reassured(guest)
    del well.scripts["GET", "/scopes/intranet/certificates"]
    guest.page.locator("#list").get_by_role("button", name="Try again").click()
    guest.page.locator("#list").get_by_text("No certificate is like that").wait_for()


def test_an_order_that_waits_is_found_behind_pages_of_newer_ones(guest: Guest, well: ScriptedApi) -> None:
    """Orders are read until none can need a person any more, not one page of them."""
    closed: Document = {"status": "valid", "closed_at": to_text(utc_now()), "actions": []}
    finished = [order(1000 + 2 * at, "renewed.example", **closed) for at in range(250)]
    well.orders = {one["order_id"]: one for one in [*finished, order(500, "waits.example")]}
    refresh(guest)
    assert guest.page.locator(".needs").inner_text().startswith("order waits")
    assert not reassured(guest)


def test_orders_that_ended_long_ago_are_not_read(guest: Guest, well: ScriptedApi) -> None:
    """An order is open for 30 days at most, and shown for 7 when it has failed: older pages are not asked for."""
    old: Document = {"status": "invalid", "closed_at": None, "created_at": to_text(utc_now() - timedelta(days=39))}
    older = [order(1000 + 2 * at, "old.example", **old) for at in range(150)]
    well.orders = {one["order_id"]: one for one in older}
    well.calls.clear()
    refresh(guest)
    assert len(well.asked("GET", "/scopes/shop/orders")) == 1
    assert REASSURANCES[0] in reassured(guest)


def test_orders_without_end_are_not_read_without_end_and_not_called_well(guest: Guest, well: ScriptedApi) -> None:
    """After 1,000 of a scope the overview says that there are more, and reads them when it is asked to."""
    closed: Document = {"status": "valid", "closed_at": to_text(utc_now()), "actions": []}
    finished = [order(1000 + 2 * at, "renewed.example", **closed) for at in range(1050)]
    well.orders = {one["order_id"]: one for one in finished}
    well.calls.clear()
    refresh(guest)
    assert len(well.asked("GET", "/scopes/shop/orders")) == 10
    guest.reads("Only the newest 1,000 orders of scope shop are read")
    assert not reassured(guest)
    guest.press("Read everything")
    guest.reads(REASSURANCES[0])


@pytest.mark.parametrize("status", ["expired", "expiring", "revoked"])
def test_what_is_urgent_is_found_though_it_is_the_oldest_of_many(guest: Guest, well: ScriptedApi, status: str) -> None:
    """More certificates than are read unasked do not hide the one that needs a person."""
    days = {"expired": -2, "expiring": 3, "revoked": 40}[status]
    revoked = {"revoked_at": to_text(utc_now())} if status == "revoked" else {}
    oldest = certificate(1, "oldest.example", life=Life(days, "uploaded", status), **revoked)
    well.certificates = [oldest, *(certificate(100 + at, f"host-{at}.example") for at in range(1010))]
    refresh(guest)
    assert guest.page.locator(".needs").inner_text().startswith(status)
    assert "oldest.example" in guest.page.locator(".needs").inner_text()
    guest.reads("Only 1,001 certificates are read")


def test_more_certificates_than_are_read_are_not_called_well(guest: Guest, well: ScriptedApi) -> None:
    """Where nothing needs a person in what was read, the overview says that and no more, until all was read."""
    well.certificates = [certificate(100 + at, f"host-{at}.example") for at in range(1010)]
    refresh(guest)
    guest.reads("Nothing in what was read so far")
    guest.reads("1,000 certificates read so far, not all")
    assert guest.page.locator("main .note.good").count() == 0
    assert not reassured(guest)
    guest.press("Read everything")
    guest.reads(REASSURANCES[0])
    guest.reads("1,010 certificates kept")


def test_nothing_is_called_well_while_it_is_being_read(guest: Guest, well: ScriptedApi) -> None:
    """The second page may hold what the first does not."""
    begun, later = threading.Event(), threading.Event()
    newest_first = [certificate(200 - at, f"host-{at}.example") for at in range(150)]

    def slow(call: Call) -> Said:
        if call.query.get("status"):
            return Said(200, {"items": [], "next": None})
        if not call.query.get("cursor"):
            return Said(200, {"items": newest_first[:100], "next": newest_first[99]["certificate_id"]})
        begun.set()
        later.wait(timeout=60)
        return Said(200, {"items": newest_first[100:], "next": None})

    well.scopes = [scope("shop", "shop.example")]
    well.script("GET", "/scopes/shop/certificates", slow)
    guest.page.reload()
    guest.reads("read so far …")
    assert begun.wait(timeout=60)
    assert not reassured(guest)
    later.set()
    guest.reads(REASSURANCES[0])


def test_an_answer_that_is_no_json_is_not_taken_for_a_list(guest: Guest, well: ScriptedApi) -> None:
    """What stands between may answer 200 with a page of its own."""
    well.script("GET", "/scopes/intranet/orders", Said(200, b"<html>Sign in to the network</html>"))
    refresh(guest)
    assert "Scope intranet: orders not shown. The answer cannot be read" in alert(guest, "main").inner_text()
    assert not reassured(guest)


def test_a_scope_that_somebody_else_puts_is_read_with_the_next_check(guest: Guest, well: ScriptedApi) -> None:
    """The overview asks for the scopes each time: what expires in a new one is not passed over."""
    guest.go("/add")
    well.scopes.append(scope("late", "late.example"))
    well.certificates.append(certificate(9, "late.example", scope="late", life=Life(-1, "uploaded", "expired")))
    guest.go("/")
    guest.reads("late.example")
    assert not reassured(guest)


def test_a_form_that_has_no_scopes_to_offer_says_why(guest: Guest, well: ScriptedApi) -> None:
    """That the scopes could not be read, or may not be, and not that there is one only."""
    well.script("GET", "/scopes", REFUSALS[0])
    refresh(guest)
    guest.go("/add/order")
    guest.reads("The scopes could not be read: A service is out of reach")
    well.script("GET", "/scopes", Said(403, forbidden()))
    refresh(guest)
    guest.reads("Your policies do not let you list the scopes")


@pytest.mark.parametrize(
    ("kept", "needs", "unread", "said"),
    [
        (3, 0, {}, "clear"),
        (0, 0, {}, "empty"),
        (3, 1, {}, "needs"),
        (3, 1, {"reading": True}, "needs"),
        (3, 0, {"reading": True}, "unknown"),
        (0, 0, {"reading": True}, "unknown"),
        (3, 0, {"left": [{"words": "Only some are read."}]}, "unknown"),
        (0, 0, {"left": [{"words": "Only some are read."}]}, "unknown"),
        (3, 0, {"refused": [{"scope": "shop", "what": "orders"}]}, "unknown"),
        (0, 0, {"refused": [{"scope": "shop", "what": "orders"}]}, "unknown"),
    ],
)
def test_only_who_has_read_everything_may_reassure(
    guest: Guest, kept: int, needs: int, unread: Document, said: str
) -> None:
    """One function decides it, from how much was read, how much of it needs a person, and what was not read."""
    arguments = [kept, needs, {"refused": [], "left": [], "reading": False, **unread}]
    asked = "async (given) => (await import(new URL('js/completeness.js', document.baseURI))).verdict(...given)"
    assert guest.page.evaluate(asked, arguments) == said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_could_not_be_read_keeps_nobody_out(browser: Browser, api: ScriptedApi, scheme: Scheme) -> None:
    """Axe-core finds no violation where scopes were refused, in light and dark, and nothing is cut off when narrow."""
    api.script("GET", "/scopes/intranet/certificates", REFUSALS[0])
    api.script("GET", "/scopes/intranet/orders", REFUSALS[1])
    with running_console(made_up_api(api.url)) as server:
        guest = open_estate(browser, server, scheme)
        for place in ("main", "#list"):
            alert(guest, place)
        assert not guest.violations()
        guest.page.set_viewport_size({"width": 360, "height": 740})
        for view in ("/", "/certificates"):
            guest.go(view)
            assert guest.page.evaluate("document.documentElement.scrollWidth") <= 360
        guest.page.context.close()
