"""Names that somebody made up to harm: they are shown as the text that they are."""

import pytest

from certkeeper.domain.clock import to_text, utc_now
from tests.integration.console.api_documents import (
    LONG_LABEL,
    RIGHT_TO_LEFT,
    SCRIPT,
    STRANGE,
    Document,
    authorization,
    certificate,
    finding,
    happened,
    in_full,
    order,
    scope,
)
from tests.integration.console.browser import Guest
from tests.integration.console.scripted_api import Said, ScriptedApi
from tests.unit.x509.pki import sign

CHAIN = sign(SCRIPT, sign(RIGHT_TO_LEFT, ca=True), ca=True).pem
HUNDRED = [f"{LONG_LABEL}.host-{at}.shop.example" for at in range(100)]


@pytest.fixture
def strange(guest: Guest, api: ScriptedApi) -> Guest:
    """Every text of the API is strange."""
    listed = [certificate(at, name, name, scope="all") for at, name in enumerate(STRANGE)]
    listed.append(certificate(9, "a hundred", *HUNDRED, scope="all"))
    api.held_to_contract = False
    api.certificates, api.orders, api.scopes = listed, {}, [scope("all"), scope("odd", STRANGE[0], profile=STRANGE[1])]
    for one in [*listed]:
        entry = happened(1, f"Certificate {SCRIPT}", **{"name": "x", SCRIPT: RIGHT_TO_LEFT})
        shown = in_full(stained(one), history=[entry], chain_pem=CHAIN)
        api.script("GET", f"/scopes/all/certificates/{one['certificate_id']}", Said(200, shown))
    for at, name in enumerate([*STRANGE, HUNDRED[0]]):
        names = HUNDRED if name == HUNDRED[0] else [name]
        failure = {"code": name, "detail": name, "acme_type": name, "names": [name]}
        odd = {"where": name, "expected": name, "seen": name, "advice": name, "server": name}
        made = order(700 + 10 * at, *names, scope="all", failure=failure, created_by=name, profile=name)
        made["findings"] = [finding(each) | odd for each in names]
        made["authorizations"] = [authorization(each) for each in names]
        api.orders[made["order_id"]] = made
    guest.page.reload()
    guest.settle()
    return guest


def stained(one: Document) -> Document:
    """A strange name wherever a certificate has a text."""
    name = one["certificate_name"]
    facts = one["facts"] | {"subject": name, "issuer": name, "common_name": name, "key_algorithm": name}
    why = {"action": name, "at": to_text(utc_now()), "why": name}
    return one | {"facts": facts, "next_action": why, "renewal": {"mode": name, "last_failure": {"detail": name}}}


def test_a_strange_name_is_text_and_breaks_nothing(strange: Guest, api: ScriptedApi) -> None:
    """No element of it is made, no script of it runs, nothing scrolls sideways, and its direction stays its own."""
    views = ["/", "/scopes", "/add"]
    views += [f"/scopes/all/certificates/{one['certificate_id']}" for one in api.certificates]
    views += [f"/scopes/all/orders/{order_id}" for order_id in api.orders]
    before = strange.page.evaluate("[document.scripts.length, document.images.length]")
    for view in views:
        strange.go(view)
        assert strange.page.evaluate("[document.scripts.length, document.images.length]") == before, view
        assert strange.page.title().endswith("· Certkeeper")
        for part in ("main", "#list"):
            assert strange.page.locator(part).evaluate("one => one.scrollWidth <= one.clientWidth"), view
    strange.go(views[3])
    assert not strange.violations()


def test_it_is_shown_as_it_is(strange: Guest, api: ScriptedApi) -> None:
    """In the list and in the heading, isolated from the words around it."""
    for one in api.certificates[: len(STRANGE)]:
        strange.go(f"/scopes/all/certificates/{one['certificate_id']}")
        heading = strange.page.locator("h1 bdi")
        assert heading.text_content() == one["certificate_name"]
        assert heading.evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"
        assert one["certificate_name"] in strange.page.locator("#list .name").all_text_contents()


def test_all_of_a_hundred_names_are_there(strange: Guest, api: ScriptedApi) -> None:
    """Some at first, the others behind a click; each of an order's with what it needs."""
    strange.go(f"/scopes/all/certificates/{api.certificates[-1]['certificate_id']}")
    strange.page.get_by_text("88 more names").click()
    assert strange.page.locator("main .names li").all_text_contents() == HUNDRED
    strange.go(f"/scopes/all/orders/{list(api.orders)[-1]}")
    assert strange.page.locator("main .need h3").count() == 100
