"""Where nobody gets notices the page says so, with what to do."""

from __future__ import annotations

import pytest

from tests.integration.console.api_documents import recipients, scope
from tests.integration.console.browser import Guest
from tests.integration.console.scripted_api import ScriptedApi

NOBODY, UNKNOWN = "Nobody gets notices of", "It is not known whether anybody gets notices of"


@pytest.mark.parametrize("path", ["/", "/scopes"])
def test_the_page_says_whose_notices_reach_nobody(api: ScriptedApi, guest: Guest, path: str) -> None:
    """On the overview and among the scopes, and nothing where all is well."""
    guest.go(path)
    assert guest.page.get_by_text(NOBODY).count() == guest.page.get_by_text(UNKNOWN).count() == 0
    api.scopes = [
        scope("all", recipients=recipients("nobody", pending=1)),
        scope("shop", "shop.example"),
        scope("blog", "blog.example", recipients=recipients("nobody", lost=1)),
        scope("news", "news.example", recipients=recipients("unknown")),
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
