"""A version takes the place of another: what it loses is shown side by side, and confirmed loss by loss."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload

from certkeeper.domain.clock import to_text, utc_now
from tests.integration.console.api_documents import (
    Document,
    Life,
    certificate,
    forbidden,
    identifier,
    in_full,
    leaf,
    renewal,
    taken_in,
)
from tests.integration.console.browser import Guest
from tests.integration.console.populated_api import ISSUED
from tests.integration.console.scripted_api import Call, Said, ScriptedApi

CERTIFICATES = "/scopes/shop/certificates"
PATH = f"{CERTIFICATES}/{ISSUED}"
SIGNED = leaf("www.shop.example")
FILE: FilePayload = {"name": "both.pem", "mimeType": "", "buffer": (SIGNED.pem + SIGNED.key_pem).encode()}
ENDS = "2027-03-01T12:30:00Z", "2027-01-15T08:00:00Z"
LOST: dict[str, Document] = {
    "names_lost": {
        "detail": "1 of the names of version 2 would no longer be covered",
        "before": ["mail.shop.example"],
        "after": ["www.shop.example"],
    },
    "ends_earlier": {"detail": "the certificate would end earlier", "before": [ENDS[0]], "after": [ENDS[1]]},
    "trust_lost": {"detail": "fewer clients would trust it", "before": ["public"], "after": ["incomplete"]},
    "source_changed": {"detail": "automatic renewal would end", "before": ["issued"], "after": ["uploaded"]},
}
LABELS = {
    "names_lost": "Names are lost",
    "ends_earlier": "It ends earlier",
    "trust_lost": "Fewer clients trust it",
    "source_changed": "Automatic renewal ends",
}


def refusal(version: int, *codes: str, kind: str = "losses-not-confirmed") -> Said:
    """What the API says of a version that loses something."""
    losses = [{"code": code, **LOST[code]} for code in codes]
    title, detail = "The version loses something that nobody has confirmed", "check the comparison"
    document = {"type": f"urn:certkeeper:problem:{kind}", "title": title, "detail": detail}
    return Said(409, {**document, "comparison": {"version": version, "losses": losses}})


def in_turn(api: ScriptedApi, path: str, *answers: Said) -> None:
    """Answer a POST so: the first time, the second time, and so on."""
    left = list(answers)

    def answer(_: Call) -> Said:
        return left.pop(0)

    api.script("POST", path, answer)


def confirmed(api: ScriptedApi, path: str) -> list[Document | None]:
    """What the requests to a path confirmed, in their sequence."""
    return [call.body.get("confirmed") for call in api.asked("POST", path)]


def upload(guest: Guest) -> None:
    """Choose a file at the view of a successor, and send it."""
    guest.go(f"{PATH}/successor")
    guest.page.locator("main input[type=file]").set_input_files([FILE])
    guest.page.locator("main .files li").wait_for()
    guest.press("Save certificate")


def confirm(guest: Guest, button: str, *codes: str) -> None:
    """Tick what is meant, and press the button."""
    for code in codes:
        guest.field(LABELS[code]).check()
    guest.page.locator("dialog").get_by_role("button", name=button, exact=True).click()


def test_losses_of_an_upload_are_compared_and_confirmed_one_by_one(guest: Guest, api: ScriptedApi) -> None:
    """In words; not before each is ticked. Closing it sends nothing and keeps the file. Nobody is kept out."""
    codes = ("names_lost", "ends_earlier", "trust_lost")
    refused = refusal(2, *codes)
    in_turn(api, f"{PATH}/versions", refused, refused, Said(201, taken_in(in_full(certificate(500, "shop front")))))
    upload(guest)
    guest.reads("Something would be lost")
    assert not guest.violations_in_both_schemes()
    guest.page.keyboard.press("Escape")
    guest.page.locator("dialog").wait_for(state="detached")
    guest.settle()
    assert guest.page.evaluate("document.activeElement.textContent") == "Save certificate"
    assert guest.page.locator("main .files li").count() == 1
    guest.press("Save certificate")
    guest.reads("Something would be lost")
    text = guest.page.locator("dialog").inner_text()
    for shown in (
        *(LABELS[code] for code in codes),
        "Version 2, current",
        "mail.shop.example",
        "2027-03-01 12:30 UTC",
        "2027-01-15 08:00 UTC",
        "trusted by browsers",
        "1 of the names of version 2 would no longer be covered",
    ):
        assert shown in text
    assert guest.page.evaluate("document.activeElement.type") == "checkbox"
    confirm(guest, "Replace it", *codes[:2])
    guest.reads("Not each loss is confirmed")
    assert confirmed(api, f"{PATH}/versions") == [None, None]
    confirm(guest, "Replace it", codes[2])
    guest.reads("Key, certificate and chain fit together")
    assert confirmed(api, f"{PATH}/versions")[2] == {"version": 2, "losses": list(codes)}
    first, *_, last = api.asked("POST", f"{PATH}/versions")
    assert {name: value for name, value in last.body.items() if name != "confirmed"} == first.body
    assert "Automatic renewal" not in guest.page.locator("main .note.good").inner_text()


def test_a_confirmation_counts_for_one_state_only(guest: Guest, api: ScriptedApi) -> None:
    """The version changes meanwhile, then what is lost: the new comparison is shown, with nothing ticked."""
    answers = (
        refusal(2, "ends_earlier"),
        refusal(3, "ends_earlier"),
        refusal(3, "names_lost"),
        refusal(4),
        Said(201, taken_in(in_full(certificate(500, "shop front")))),
    )
    in_turn(api, f"{PATH}/versions", *answers)
    upload(guest)
    confirm(guest, "Replace it", "ends_earlier")
    guest.reads("Version 3 has become current meanwhile")
    assert not guest.field(LABELS["ends_earlier"]).is_checked()
    confirm(guest, "Replace it", "ends_earlier")
    guest.reads("What would be lost is not what was confirmed")
    confirm(guest, "Replace it", "names_lost")
    guest.reads("Nothing is lost against version 4")
    confirm(guest, "Replace it")
    guest.reads("Key, certificate and chain fit together")
    assert confirmed(api, f"{PATH}/versions") == [
        None,
        {"version": 2, "losses": ["ends_earlier"]},
        {"version": 3, "losses": ["ends_earlier"]},
        {"version": 3, "losses": ["names_lost"]},
        None,
    ]


def test_who_ends_automatic_renewal_is_an_administrator(guest: Guest, api: ScriptedApi) -> None:
    """It is said before, and afterwards; anybody else is refused in words. Ordinary paths are not asked for it."""
    in_turn(api, f"{PATH}/versions", refusal(2, "source_changed", kind="replacement-needs-administrator"))
    uploaded = taken_in(in_full(certificate(500, "shop front", life=Life(source="uploaded"))))
    done = Said(201, {**uploaded, "renewal_ended": True})
    in_turn(api, f"{PATH}/replacement", Said(403, forbidden()), done)
    upload(guest)
    guest.reads("Automatic renewal would end with it")
    guest.reads("Only an administrator can do this")
    confirm(guest, "Replace it", "source_changed")
    guest.reads("An administrator has to do this")
    guest.reads("Ask somebody who has the Administrator policy")
    confirm(guest, "Replace it")
    guest.reads("Automatic renewal has ended")
    assert confirmed(api, f"{PATH}/replacement") == [{"version": 2, "losses": ["source_changed"]}] * 2
    assert confirmed(api, f"{PATH}/versions") == [None]


def test_an_upload_points_to_the_certificate_with_the_same_names(guest: Guest, api: ScriptedApi) -> None:
    """Where its name is taken, with a way to replace that; where it was saved, with what to do."""
    alike = [{"certificate_id": ISSUED, "certificate_name": "shop front"}]
    taken = {"type": "urn:certkeeper:problem:name-taken", "title": "The name is taken", "same_names_as": alike}
    new = in_full(certificate(950, "by mistake", "www.shop.example"))
    in_turn(api, CERTIFICATES, Said(409, taken), Said(201, taken_in(new) | {"same_names_as": alike}))
    api.script("GET", f"{CERTIFICATES}/{identifier(950)}", Said(200, new))
    guest.go("/add/pem")
    guest.page.locator("main input[type=file]").set_input_files([FILE])
    guest.page.locator("main .files li").wait_for()
    guest.press("Save certificate")
    link = guest.page.locator("main").get_by_role("link", name="Replace shop front with this upload")
    assert (link.get_attribute("href") or "").endswith(f"{PATH}/successor")
    guest.press("Save certificate")
    guest.reads("has the same names. If this upload is to replace it: delete this one")
    guest.page.locator("main .note.good").get_by_role("link", name="shop front").click()
    guest.reads("two thirds of its life")


@pytest.mark.parametrize("uploaded", [False, True], ids=["issued", "uploaded"])
def test_an_earlier_version_is_used_again(guest: Guest, api: ScriptedApi, *, uploaded: bool) -> None:
    """In two steps, with its losses confirmed; then it is said what comes next for renewal."""
    shown = versions(uploaded=uploaded)
    api.script("GET", PATH, Said(200, shown, {"ETag": '"3"'}))
    place = f"{PATH}/versions/3"
    losses = ("ends_earlier", "source_changed") if uploaded else ("ends_earlier",)
    kind = "replacement-needs-administrator" if uploaded else "losses-not-confirmed"
    due = {"action": "renew", "at": to_text(utc_now() + timedelta(days=1)), "why": "an earlier version was activated"}
    again = {name: value for name, value in shown.items() if name != "history"} | {"version": 3}
    later = {"source": "uploaded", "renewal": renewal("none")} if uploaded else {"next_action": due}
    last = "replacement" if uploaded else "activation"
    in_turn(api, f"{place}/activation", refusal(4, *losses, kind=kind), Said(200, again | later))
    api.script("POST", f"{place}/replacement", Said(200, again | later))
    guest.go(PATH)
    rows = guest.page.get_by_role("region", name="Versions").locator("tbody tr")
    ends = [text.split("\t")[-1] for text in rows.all_inner_texts()]
    assert [ends[0], *ends[2:]] == [
        "in use",
        "revoked: clients refuse it",
        "its key is not kept: upload it again to use it",
    ]
    guest.press("Use this version again (version 3)")
    guest.reads("Version 3 of")
    assert not guest.violations()
    assert not api.asked("POST", f"{place}/activation")
    confirm(guest, "Use version 3 again")
    guest.reads("tick each loss")
    assert not guest.violations_in_both_schemes()
    confirm(guest, "Use version 3 again", *losses)
    guest.reads("Version 3 is current again")
    guest.reads("Automatic renewal has ended" if uploaded else "switch off “Renew it before it ends”")
    assert confirmed(api, f"{place}/{last}")[-1] == {"version": 4, "losses": list(losses)}


def versions(*, uploaded: bool) -> Document:
    """A certificate with versions that can be used again, and others that cannot."""
    shown = in_full(certificate(500, "shop front", version=4, latest_version=4))
    (like, _) = shown["versions"]
    rows = [{**like, "version": number} for number in (4, 3, 2, 1)]
    rows[1] |= {"source": "uploaded" if uploaded else "issued", "confirmed_losses": ["ends_earlier"]}
    rows[2] |= {"revoked_at": to_text(utc_now()), "revocation_reason": "superseded"}
    rows[3] |= {"kept": False}
    return {**shown, "versions": rows}
