"""One certificate: what is shown of it, and what may be done with it."""

from base64 import b64encode
from pathlib import Path

import pytest

from tests.integration.console.api_documents import (
    Document,
    Life,
    certificate,
    changed,
    identifier,
    in_full,
    order,
    renewal,
    summary,
)
from tests.integration.console.browser import Guest
from tests.integration.console.populated_api import ISSUED, UPLOADED, WAITING
from tests.integration.console.scripted_api import Call, Said, ScriptedApi

PATH = f"/scopes/shop/certificates/{ISSUED}"
PASSWORD = "correct horse battery"


@pytest.fixture
def opened(guest: Guest) -> Guest:
    """The page at one that was issued."""
    guest.go(PATH)
    return guest


def shown(api: ScriptedApi) -> Document:
    """What the API says of it now."""
    said = api.answer(Call("GET", PATH, {}, {}, None)).body
    assert isinstance(said, dict)
    return said


def test_every_fact_is_shown(opened: Guest, api: ScriptedApi) -> None:
    """All that stands in the certificate, and all that is known about it."""
    text = opened.page.locator("main").inner_text()
    document = shown(api)
    facts = document["facts"]
    for name in (
        "serial",
        "serial_hex",
        "subject",
        "issuer",
        "key_algorithm",
        "signature_algorithm",
        "format",
        "sha256",
        "sha1",
    ):
        assert facts[name] in text, name
    assert all(name in text for name in facts["names"])
    assert document["certificate_id"] in text
    assert "two thirds of its life" in text
    assert "automatic: nobody has to do anything" in text
    assert opened.page.locator("main .timeline li").count() == 4
    assert "the record is not there" in text


def test_the_chain_is_a_picture_that_can_be_heard(opened: Guest) -> None:
    """From the certificate up to the root that clients have."""
    said = opened.page.locator(".chain svg").get_attribute("aria-label") or ""
    assert said.startswith("Chain: Certificate shop.example, until 20")
    assert "signed by Intermediate Console Intermediate" in said
    assert "Issuer Console Root, not part of the chain" in said
    assert opened.page.locator(".chain rect").count() == 3


def test_verdicts_and_warnings_are_shown(guest: Guest) -> None:
    """Of an upload, as of when it came."""
    guest.go(f"/scopes/intranet/certificates/{UPLOADED}")
    guest.reads("Some clients will refuse it")
    guest.reads("ACM wants the chain")
    guest.reads("the key is an RSA key of 1024 bits")


def test_a_view_copes_with_what_an_older_api_does_not_say(guest: Guest, api: ScriptedApi) -> None:
    """No history, no renewal, no next action."""
    older = in_full(certificate(500, "plain"))
    del older["history"], older["renewal"]
    api.script("GET", PATH, Said(200, older, strange=True))
    guest.go(PATH)
    guest.reads("Facts")
    assert guest.page.get_by_role("heading", name="History").count() == 0


def test_settings_are_changed_only_as_they_were_seen(opened: Guest, api: ScriptedApi) -> None:
    """What is different is sent, with the entity tag; a lost update is refused, and nothing of it is done."""
    api.script("PATCH", PATH, Said(412, {"title": "Somebody was faster", "detail": "load it again, then change it"}))
    opened.field("Notices").select_option("off")
    opened.fill("Days before", "3, 21, 7")
    opened.press("Save settings")
    opened.reads("Somebody was faster")
    (call,) = api.asked("PATCH", PATH)
    assert call.body == {"notices_enabled": False, "notice_days": [21, 7, 3]}
    assert call.headers["if-match"] == '"3"'
    opened.fill("Days before", "soon")
    opened.press("Save settings")
    opened.reads("Whole days, for instance")
    assert len(api.asked("PATCH", PATH)) == 1
    opened.fill("Days before", "5")
    opened.press("Save settings")
    opened.press("Load it again")
    opened.page.get_by_text("Somebody was faster").wait_for(state="detached")
    opened.settle()
    assert opened.field("Notices").input_value() == ""


def test_an_export_goes_to_the_downloads_and_leaves_nothing(opened: Guest, api: ScriptedApi, tmp_path: Path) -> None:
    """The password is sent and forgotten; what is wrong is said at its field."""
    path = f"{PATH}/exports"
    wrong = {"pointer": "/password", "code": "password_length", "detail": "a password has 12 to 128 characters"}
    api.script("POST", path, Said(422, {"title": "The request cannot be carried out", "detail": "", "errors": [wrong]}))
    opened.press("Export")
    opened.field("Format").select_option("pfx")
    opened.fill("Password", "short")
    opened.page.locator("dialog").get_by_role("button", name="Export", exact=True).click()
    opened.reads("a password has 12 to 128")
    api.script("POST", path, Said(200, exported(b"bytes\x00\xff", "pfx", "shop-front.pfx")))
    opened.fill("Password", PASSWORD)
    opened.field("Version").select_option("1")
    with opened.page.expect_download() as download:
        opened.page.locator("dialog").get_by_role("button", name="Export", exact=True).click()
    download.value.save_as(tmp_path / download.value.suggested_filename)
    assert (tmp_path / "shop-front.pfx").read_bytes() == b"bytes\x00\xff"
    opened.page.locator("dialog").wait_for(state="detached")
    assert api.asked("POST", path)[-1].body == {"format": "pfx", "password": PASSWORD, "version": 1}
    assert PASSWORD not in opened.page.content()
    assert opened.page.evaluate("document.activeElement.textContent") == "Export"


@pytest.mark.parametrize(
    ("chosen", "sent"),
    [
        ("pem", {"format": "pem", "password": PASSWORD}),
        ("pem:private_key", {"format": "pem", "part": "private_key", "password": PASSWORD}),
        ("pem:fullchain", {"format": "pem", "part": "fullchain"}),
        ("truststore", {"format": "truststore", "password": PASSWORD}),
        ("der", {"format": "der"}),
    ],
)
def test_a_password_is_asked_for_where_the_file_takes_one(
    opened: Guest, api: ScriptedApi, chosen: str, sent: Document
) -> None:
    """And what was typed for another format is not sent with one that has none."""
    api.script("POST", f"{PATH}/exports", Said(200, exported(b"bytes", sent["format"], "shop-front.bin")))
    opened.press("Export")
    opened.fill("Password", PASSWORD)
    opened.field("Format").select_option(chosen)
    assert opened.field("Password").is_visible() == ("password" in sent)
    with opened.page.expect_download():
        opened.page.locator("dialog").get_by_role("button", name="Export", exact=True).click()
    assert api.asked("POST", f"{PATH}/exports")[-1].body == sent


def exported(content: bytes, form: str, file_name: str) -> Document:
    """The answer to an export."""
    return {
        "certificate_id": ISSUED,
        "certificate_name": "shop front",
        "version": 2,
        "format": form,
        "file_name": file_name,
        "media_type": "application/octet-stream",
        "content": b64encode(content).decode(),
        "not_after": "2026-12-25T12:00:00Z",
        "fingerprint": "ab" * 32,
        "remarks": [],
    }


def test_an_alias_and_a_password_that_java_does_not_take(opened: Guest, api: ScriptedApi) -> None:
    """The field is there for files with entries, and the word about Java before anything is made."""
    api.script("POST", f"{PATH}/exports", Said(200, exported(b"bytes", "pfx", "shop-front.pfx")))
    opened.press("Export")
    opened.field("Format").select_option("der")
    assert not opened.field("Alias").is_visible()
    opened.field("Format").select_option("pfx")
    opened.fill("Alias", "shop front")
    opened.fill("Password", "correct horse")
    java = opened.page.locator("dialog").get_by_text("Java opens no PKCS#12 file")
    assert java.count() == 0
    opened.fill("Password", "pässwörter im Laden")
    java.wait_for()
    with opened.page.expect_download():
        opened.page.locator("dialog").get_by_role("button", name="Export", exact=True).click()
    body = {"format": "pfx", "alias": "shop front", "password": "pässwörter im Laden"}
    assert api.asked("POST", f"{PATH}/exports")[-1].body == body


def test_a_renewal_leads_to_its_order(opened: Guest, api: ScriptedApi) -> None:
    """The one that runs already, where one does."""
    running = order(300, "shop.example")
    api.orders[WAITING] = running
    api.script("POST", f"{PATH}/renewals", Said(202, summary(running), {"Location": f"../../orders/{WAITING}"}))
    opened.press("Renew")
    opened.reads("keeps its id")
    opened.field("Private key").select_option("new")
    opened.page.locator("dialog").get_by_role("button", name="Renew", exact=True).click()
    opened.page.wait_for_url(f"**#/scopes/shop/orders/{WAITING}")
    assert api.asked("POST", f"{PATH}/renewals")[0].body == {"key": "new"}


def test_what_a_deletion_does_is_said_first(opened: Guest, api: ScriptedApi) -> None:
    """Then it is done, shown as deleted, and can be taken back."""
    gone = shown(api) | {
        "deleted_at": "2026-11-25T12:00:00Z",
        "status": "deleted",
        "recoverable": True,
        "recoverable_until": "2026-12-25T12:00:00Z",
    }
    here = shown(api)

    def delete(_: Call) -> Said:
        api.script("GET", PATH, Said(200, gone, {"ETag": '"4"'}))
        return Said(200, changed(gone))

    def restore(_: Call) -> Said:
        api.script("GET", PATH, Said(200, here, {"ETag": '"5"'}))
        return Said(200, changed(here))

    api.script("DELETE", PATH, delete)
    api.script("POST", f"{PATH}/restoration", restore)
    opened.press("Delete")
    opened.reads("It can be restored for a time")
    assert not api.asked("DELETE", PATH)
    opened.page.locator("dialog").get_by_role("button", name="Delete", exact=True).click()
    opened.reads("It can be restored until 2026-12-25")
    assert api.asked("DELETE", PATH)[0].headers["if-match"] == '"3"'
    opened.press("Restore")
    opened.page.get_by_role("button", name="Delete", exact=True).wait_for()
    assert api.asked("POST", f"{PATH}/restoration")


def test_a_revocation_names_its_reason(opened: Guest, api: ScriptedApi) -> None:
    """And that it cannot be undone."""
    api.script("POST", f"{PATH}/revocation", Said(200, changed(shown(api)) | {"revoked_at": "2026-11-25T12:00:00Z"}))
    opened.press("Revoke")
    opened.reads("This cannot be undone")
    opened.field("Reason").select_option("keyCompromise")
    opened.press("Revoke for good")
    opened.page.locator("dialog").wait_for(state="detached")
    assert api.asked("POST", f"{PATH}/revocation")[0].body == {"reason": "keyCompromise"}


def test_the_overview_counts_weeks_and_names_what_needs_a_person(guest: Guest, api: ScriptedApi) -> None:
    """An expired one, one that nothing renews, an order that waits and one that failed; not what renews by itself."""
    guest.go("/")
    needs = guest.page.locator("main .needs li").all_inner_texts()
    assert any("expired" in one and "legacy.corp.example" in one for one in needs)
    assert any("order waits" in one and "verify it" in one for one in needs)
    assert any("order failed" in one and "CAA" in one for one in needs)
    assert not any("shop front" in one for one in needs)
    guest.page.get_by_text("As a table").click()
    counts = guest.page.locator("#weeks-table tbody td:nth-child(2)").all_inner_texts()
    ahead = [one for one in api.certificates if one["facts"] and not one["revoked_at"] and one["days_left"] >= 0]
    assert sum(map(int, counts)) == len(ahead)
    assert guest.page.locator(".weeks rect").count() == len(counts)


def test_a_certificate_that_is_not_there_is_said_so(guest: Guest) -> None:
    """With the API's reason."""
    guest.go(f"/scopes/shop/certificates/{identifier(77)}")
    guest.reads("Not found")


def test_a_record_that_a_renewal_waits_for_is_on_the_overview(guest: Guest, api: ScriptedApi) -> None:
    """It leads to the order that shows the record; what renews by itself is left out, what failed to is not."""
    action = {"action": "set_record", "at": None, "why": "the renewal waits for a DNS record"}
    due = renewal("assisted", order_id=WAITING)
    expiring = Life(9, "issued", "expiring")
    alone = renewal()
    api.certificates = [
        certificate(1, "waits", next_action=action, renewal=due),
        certificate(2, "alone", life=expiring, renewal=alone),
        certificate(3, "failed", life=expiring, renewal=alone | {"failures": 2}),
    ]
    api.orders = {}
    guest.page.reload()
    guest.settle()
    needs = guest.page.locator("main .needs li").all_inner_texts()
    assert [name for name in ("waits", "alone", "failed") if any(f"\n{name}\n" in one for one in needs)] == [
        "waits",
        "failed",
    ]
    link = guest.page.locator("main .needs").get_by_role("link", name="waits")
    assert link.get_attribute("href") == f"#/scopes/shop/orders/{WAITING}"
