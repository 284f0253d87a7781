"""The page's own words: files and labels instead of pointers."""

from __future__ import annotations

from certkeeper.entrypoints.contract.words import TABLES
from tests.integration.console.api_documents import finding, identifier, leaf, order
from tests.integration.console.browser import Guest
from tests.integration.console.populated_api import FAILED, WAITING
from tests.integration.console.scripted_api import Said, ScriptedApi

SIGNED = leaf("www.shop.example")
CANCELLED = identifier(340)
REFUSED = {"title": "The request cannot be carried out", "detail": "each of `errors` says what to change"}


def test_a_reason_names_the_file_or_the_label(guest: Guest, api: ScriptedApi) -> None:
    """Two reasons at one field are both there; one that belongs to no field has a name and no pointer."""
    reasons = {"/certificate": "it is expired", "/private_key": "it is another's", "/notice_days/0": "it is too many"}
    errors = [{"pointer": pointer, "code": "wrong", "detail": detail} for pointer, detail in reasons.items()]
    api.script("POST", "/scopes/shop/certificates", Said(422, REFUSED | {"errors": errors}))
    guest.go("/add/pem")
    files = {"front.crt": SIGNED.pem, "front.key": SIGNED.key_pem}
    chosen = [{"name": name, "mimeType": "", "buffer": text.encode()} for name, text in files.items()]
    guest.page.locator("main input[type=file]").set_input_files(chosen)  # type: ignore[arg-type]
    guest.reads("a private key")
    guest.press("Save certificate")
    guest.reads("front.crt: it is expired; front.key: it is another's")
    rest = guest.page.locator("main [role=alert]").inner_text()
    assert "Notice days: it is too many" in rest
    assert "/notice_days" not in rest
    assert "`errors`" not in rest


def test_an_order_that_has_ended_has_no_deadline(guest: Guest) -> None:
    """It says when it was closed. One that a person cancelled is no failure, and can be placed again."""
    guest.go(f"/scopes/shop/orders/{FAILED}")
    guest.reads("About this order")
    assert guest.page.locator("main dt", has_text="Deadline").count() == 0
    assert guest.page.locator("main dt", has_text="Closed").count() == 1
    guest.go(f"/scopes/shop/orders/{CANCELLED}")
    guest.reads("Order again")
    assert guest.page.locator("main .bad").count() == 0
    assert guest.page.locator("main .steps .failed").count() == 0


def test_the_redirect_has_its_target(guest: Guest, api: ScriptedApi) -> None:
    """The URL of the responder, to copy. A CAA record has nothing to do with the URL and content of http-01."""
    found = finding("new.shop.example", "caa_forbids") | {"seen": "CAA at shop.example", "advice": "change the record"}
    api.orders[WAITING] = order(300, "new.shop.example", challenge="http-01", findings=[found])
    guest.go(f"/scopes/shop/orders/{WAITING}")
    guest.reads(f"{api.url}/.well-known/acme-challenge/")
    note = guest.page.locator("main .finding").inner_text()
    assert "CAA forbids" in note
    assert "CAA at shop.example" in note
    assert str(found["where"]) not in note
    assert str(found["expected"]) not in note


def test_the_page_has_the_words_that_are_generated(guest: Guest) -> None:
    """As the browser reads them. That each word has its sentence is held by types (`make check`)."""
    script = "import(new URL('js/words.js', document.baseURI).href).then((found) => found.EXPORT_FORMAT_LABELS)"
    assert guest.page.evaluate(script) == TABLES["EXPORT_FORMAT_LABELS"]
