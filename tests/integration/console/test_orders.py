"""The three steps with Let's Encrypt, as the page shows them while the machine works."""

import threading

import pytest

from certkeeper.domain.clock import to_text, utc_now
from certkeeper.domain.orders.challenges import ChallengeType
from tests.integration.console.api_documents import Document, authorization, finding, identifier, order, summary
from tests.integration.console.browser import Guest
from tests.integration.console.populated_api import VERIFIED, WAITING
from tests.integration.console.scripted_api import Call, Said, ScriptedApi

ORDERS = "/scopes/shop/orders"
NEW = identifier(990)


@pytest.fixture
def waiting(guest: Guest, api: ScriptedApi) -> Document:
    """An order that waits for a person, opened in a page whose clock goes on by itself and can be put forward."""
    made = api.orders[WAITING] = order(300, "new.shop.example", "*.new.shop.example")
    guest.page.clock.install()
    guest.go(f"{ORDERS}/{WAITING}")
    return made


def test_an_order_goes_from_the_form_to_its_steps(guest: Guest, api: ScriptedApi) -> None:
    """What was filled in is sent once, with a key; the address is the order's, so that a reload finds it."""
    placed = order(990, "a.shop.example", "b.shop.example", authorizations=[], actions=["cancel"])
    api.orders[NEW] = placed
    api.script("POST", ORDERS, Said(202, summary(placed)))
    guest.go("/add")
    guest.page.get_by_role("radio", name="Let's Encrypt").check()
    guest.fill("Domain", "a.shop.example")
    guest.fill("More names", "b.shop.example\n\n c.shop.example")
    guest.page.locator("main summary", has_text="More").click()
    offered = guest.field("Challenge").locator("option").evaluate_all("all => all.map((one) => one.value)")
    assert offered == ["", *ChallengeType]
    guest.field("Key type").select_option("RSA-3072")
    guest.field("Challenge").select_option("dns-01")
    guest.press("Order")
    guest.reads("Being opened at the CA")
    (call,) = api.asked("POST", ORDERS)
    assert call.body == {
        "names": ["a.shop.example", "b.shop.example", "c.shop.example"],
        "key_type": "RSA-3072",
        "steps": "manual",
        "challenge": "dns-01",
    }
    assert len(call.headers["idempotency-key"]) == 36
    assert guest.page.url.endswith(f"#/scopes/shop/orders/{NEW}")
    guest.page.reload()
    guest.reads("Being opened at the CA")
    assert guest.page.locator('.steps [aria-current="step"]').inner_text().startswith("2")


def test_what_is_wrong_is_said_at_its_field(guest: Guest, api: ScriptedApi) -> None:
    """By the pointer of each reason; the first such field has the focus; the same try again has the same key."""
    errors = [
        {"pointer": "/names/1", "code": "outside_scope", "detail": "the scope is for another domain"},
        {"pointer": "/profile", "code": "unknown", "detail": "no such profile"},
        {"pointer": "/elsewhere", "code": "odd", "detail": "something else"},
    ]
    refused = {"title": "The request cannot be carried out", "detail": "3 values must be changed"}
    api.script("POST", ORDERS, Said(422, refused | {"errors": errors}))
    guest.go("/add/order")
    guest.press("Order")
    guest.reads("Name the domain")
    assert not api.asked("POST", ORDERS)
    guest.fill("Domain", "a.shop.example")
    guest.fill("More names", "b.example.test")
    guest.press("Order")
    guest.reads("the scope is for another domain")
    more = guest.field("More names")
    assert more.get_attribute("aria-invalid") == "true"
    described = more.get_attribute("aria-describedby") or ""
    assert "the scope is for another domain" in guest.page.locator(f"#{described.split()[0]}").inner_text()
    assert more.evaluate("one => one === document.activeElement")
    assert "something else" in guest.page.locator("main [role=alert]").inner_text()
    guest.press("Order")
    guest.page.locator("main [role=alert]").wait_for()
    guest.fill("More names", "c.shop.example")
    assert more.get_attribute("aria-invalid") is None
    guest.press("Order")
    guest.settle()
    keys = [call.headers["idempotency-key"] for call in api.asked("POST", ORDERS)]
    assert keys[0] == keys[1] != keys[2]


def test_what_to_set_is_there_to_copy(guest: Guest, waiting: Document) -> None:
    """A wildcard takes DNS only: each name's record, its zone, and a button that copies the value."""
    guest.reads("Set the record where your DNS is kept")
    assert guest.page.get_by_role("radio", name="HTTP").count() == 0
    values = [one["challenges"][-1]["record_value"] for one in waiting["authorizations"]]
    assert guest.page.locator("main .need").count() == 2
    guest.page.get_by_role("button", name="Copy record value").first.click()
    guest.page.get_by_role("button", name="Copy record value").get_by_text("Copied").wait_for()
    assert guest.page.evaluate("navigator.clipboard.readText()") == values[0]


def test_verify_waits_as_long_as_it_is_asked_to(guest: Guest, api: ScriptedApi, waiting: Document) -> None:
    """429 with Retry-After becomes a countdown; then the button works again, and says what was found."""
    path = f"{ORDERS}/{WAITING}/verification"
    api.script(
        "POST",
        path,
        Said(429, {"type": "urn:certkeeper:problem:too-soon", "title": "Only a moment ago"}, {"Retry-After": "3600"}),
    )
    guest.press("Verify challenge")
    guest.reads("Only a moment ago")
    guest.reads("again in 59:")
    button = guest.page.get_by_role("button", name="Verify challenge")
    assert button.is_disabled()
    guest.page.clock.fast_forward("01:00:00")

    found = [finding("new.shop.example", "wrong_record", "dns-01") | {"expected": "right", "seen": "wrong"}]

    def verify(_: Call) -> Said:
        soon = to_text(utc_now().replace(year=2099))
        api.orders[WAITING] = waiting | {"findings": found, "next_verify_at": soon}
        return Said(200, {"order_id": WAITING, "outcome": "not_ready", "findings": found, "next_verify_at": soon})

    api.script("POST", path, verify)
    guest.page.locator("#do-verify:not([disabled])").wait_for()
    guest.press("Verify challenge")
    guest.reads("Wrong record")
    guest.reads("right")
    assert button.is_disabled()
    assert api.asked("POST", path)[-1].body == {"challenge": "dns-01"}


def test_it_moves_by_itself(guest: Guest, api: ScriptedApi, waiting: Document) -> None:
    """Verified by the machine, issued by the person, and on to the certificate; each change is reported."""
    verified = [authorization(name, "valid") for name in waiting["names"]]
    api.orders[WAITING] = waiting | {"status": "ready", "actions": ["issue", "cancel"], "authorizations": verified}
    guest.page.clock.run_for(7000)
    guest.reads("It waits for you to issue")

    def issue(_: Call) -> Said:
        api.orders[WAITING] = waiting | {"status": "processing", "actions": [], "authorizations": verified}
        return Said(202, summary(api.orders[WAITING]))

    api.script("POST", f"{ORDERS}/{WAITING}/issuance", issue)
    guest.press("Issue certificate")
    guest.reads("The CA is issuing")
    guest.page.clock.run_for(100)
    guest.page.locator("#said", has_text="The CA is issuing").wait_for(state="attached")
    api.orders[WAITING] = waiting | {"status": "valid", "actions": [], "closed_at": to_text(utc_now())}
    guest.page.clock.run_for(2000)
    guest.page.get_by_role("link", name="Open the certificate").wait_for()
    reads = len(api.asked("GET", f"{ORDERS}/{WAITING}"))
    guest.page.clock.run_for(60_000)
    assert len(api.asked("GET", f"{ORDERS}/{WAITING}")) == reads, "what has ended is not read again"


def test_a_person_keeps_the_focus_and_the_choice_while_it_moves(guest: Guest, api: ScriptedApi) -> None:
    """New findings do not take away what the person was about to press, nor what was chosen."""
    first = api.orders[WAITING] = order(300, "new.shop.example")
    guest.page.clock.install()
    guest.go(f"{ORDERS}/{WAITING}")
    guest.page.get_by_role("radio", name="DNS").check()
    api.orders[WAITING] = first | {"findings": [finding("new.shop.example", "no_record", "dns-01")]}
    guest.page.clock.run_for(7000)
    guest.reads("No record")
    assert guest.page.get_by_role("radio", name="DNS").is_checked()
    assert guest.page.evaluate("document.activeElement.id") == "by-dns-01"


def test_an_order_that_failed_says_why(guest: Guest, api: ScriptedApi) -> None:
    """With the names, the code and the CA's own word."""
    failure = {
        "code": "rejected",
        "detail": "the CA saw another value",
        "acme_type": "urn:ietf:params:acme:error:dns",
        "names": ["x.shop.example"],
    }
    made = api.orders[NEW] = order(990, "x.shop.example", status="invalid", actions=[], failure=failure)
    guest.go(f"{ORDERS}/{made['order_id']}")
    guest.reads("the CA saw another value")
    guest.reads("urn:ietf:params:acme:error:dns")


def test_an_order_can_be_given_up(guest: Guest, api: ScriptedApi) -> None:
    """It says so, and nothing is left to press."""
    path = f"{ORDERS}/{VERIFIED}"
    ended = api.orders[VERIFIED] | {"status": "cancelled", "actions": [], "closed_at": to_text(utc_now())}

    def cancel(_: Call) -> Said:
        api.orders[VERIFIED] = ended
        return Said(202, summary(ended))

    api.script("DELETE", path, cancel)
    guest.go(path)
    guest.press("Cancel order")
    guest.reads("It was cancelled")
    assert guest.page.get_by_role("button", name="Cancel order").count() == 0


def test_a_refusal_stays_until_the_next_press(guest: Guest, api: ScriptedApi) -> None:
    """Whatever the order does meanwhile: here the CA was asked a moment before, and fails a moment later."""
    path = f"{ORDERS}/{VERIFIED}"
    before = api.orders[VERIFIED]

    def refuse(_: Call) -> Said:
        api.orders[VERIFIED] = before | {"status": "processing", "actions": []}
        return Said(409, {"title": "This step is not possible now", "detail": "the CA is at it"})

    api.script("DELETE", path, refuse)
    guest.go(path)
    guest.press("Cancel order")
    guest.reads("Verified. The CA is issuing the certificate.")
    guest.reads("the CA is at it")
    api.orders[VERIFIED] = before
    guest.reads("It waits for you to issue")
    guest.reads("the CA is at it")
    api.script("POST", f"{path}/issuance", Said(202, summary(before)))
    guest.press("Issue certificate")
    guest.page.get_by_text("the CA is at it").wait_for(state="detached")


def test_what_verify_answered_stays_while_the_order_moves(guest: Guest, api: ScriptedApi, waiting: Document) -> None:
    """The machine's own check changes the page; the refusal and the countdown are still there."""
    reported = {"type": "urn:certkeeper:problem:too-soon", "title": "Only a moment ago"}

    def refuse(_: Call) -> Said:
        api.orders[WAITING] = waiting | {"findings": [finding("new.shop.example", "wrong_record", "dns-01")]}
        return Said(429, reported, {"Retry-After": "300"})

    api.script("POST", f"{ORDERS}/{WAITING}/verification", refuse)
    guest.press("Verify challenge")
    guest.reads("Wrong record")
    guest.reads("Only a moment ago")
    guest.reads("again in 4:")
    button = guest.page.get_by_role("button", name="Verify challenge")
    assert button.is_disabled()
    button.hover()
    under_the_pointer = button.evaluate("one => getComputedStyle(one).backgroundColor")
    guest.page.mouse.move(0, 0)
    assert button.evaluate("one => getComputedStyle(one).backgroundColor") == under_the_pointer, "as one to be pressed"


def test_a_button_that_works_is_not_replaced_by_one_that_can_be_pressed_again(
    guest: Guest, api: ScriptedApi, waiting: Document
) -> None:
    """The order moves while the answer is waited for; it is shown when the answer is there."""
    answered = threading.Event()

    def verify(_: Call) -> Said:
        answered.wait(timeout=60)
        return Said(409, {"title": "This step is not possible now", "detail": ""})

    api.script("POST", f"{ORDERS}/{WAITING}/verification", verify)
    guest.press("Verify challenge")
    api.orders[WAITING] = waiting | {"findings": [finding("new.shop.example", "wrong_record", "dns-01")]}
    with guest.page.expect_response(lambda one: one.request.method == "GET" and one.url.endswith(WAITING)):
        guest.page.clock.run_for(7000)
    guest.page.get_by_role("button", name="Checking the challenge").wait_for()
    assert guest.page.get_by_role("button", name="Verify challenge").count() == 0
    answered.set()
    guest.reads("This step is not possible now")
    guest.reads("Wrong record")
