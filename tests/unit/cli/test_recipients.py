"""The lines about who gets the notices of scopes: nobody, not known, or somebody."""

from __future__ import annotations

from typing import Any

import pytest

from certkeeper_cli.views.recipients import recipients, warnings
from certkeeper_cli.views.scopes import list_view, scope_view
from certkeeper_cli.words import RecipientsState
from tests.integration.cli import documents
from tests.unit.cli.rendered import rendered


def a_scope(name: str, state: RecipientsState, **numbers: int) -> dict[str, Any]:
    """A scope whose notices reach these."""
    unnamed = None if state is RecipientsState.NOT_CHECKED and not numbers else 0
    known = dict.fromkeys(("confirmed", "pending", "lost", "others"), unnamed) | numbers
    return documents.SCOPE | {"scope": name, "recipients": {**known, "state": state, "checked_at": documents.NOW}}


NOBODY, UNKNOWN, SOME = RecipientsState.NOBODY, RecipientsState.NOT_CHECKED, RecipientsState.CONFIRMED
SAID = {
    "somebody": (SOME, {"confirmed": 1, "pending": 2, "lost": 1}, "1 of 4 administrators"),
    "programs": (RecipientsState.OTHERS, {"others": 2, "pending": 1}, "other subscribers only (1 not confirmed)"),
    "nobody named": (NOBODY, {}, "nobody"),
    "nobody left": (NOBODY, {"pending": 1, "lost": 2}, "nobody (1 not confirmed, 2 unsubscribed)"),
    "not checked": (UNKNOWN, {}, "not known"),
    "not checked of one": (UNKNOWN, {"pending": 1}, "not known (1 not confirmed)"),
}


@pytest.mark.parametrize(("state", "numbers", "said"), SAID.values(), ids=SAID.keys())
def test_a_scope_says_who_gets_its_notices(state: RecipientsState, numbers: dict[str, int], said: str) -> None:
    """In the list and alone."""
    scope = a_scope("shop", state, **numbers)
    assert recipients(scope) == said
    assert said in rendered(list_view(documents.page(scope)))
    assert said in rendered(scope_view(scope))


def test_where_nobody_gets_notices_is_warned_of_with_what_to_do() -> None:
    """All such scopes in one sentence, and those that are not known in another."""
    page = documents.page(
        a_scope("all", NOBODY),
        a_scope("shop", NOBODY, lost=1),
        a_scope("blog", SOME, confirmed=1),
        a_scope("news", UNKNOWN),
    )
    nobody, unknown = warnings(page)
    assert "nobody gets notices of the whole stack, alarms included, shop; confirm the mail" in nobody
    assert "--administrator" in nobody
    assert "AdministratorEmails" in nobody
    assert "not known whether anybody gets notices of news" in unknown
    assert documents.NOW in unknown


def test_nobody_is_asked_to_confirm_what_was_never_sent() -> None:
    """Where no address is named there is no mail."""
    (warning,) = warnings(documents.page(a_scope("shop", NOBODY)))
    assert "confirm" not in warning


@pytest.mark.parametrize("state", [SOME, RecipientsState.OTHERS])
def test_where_somebody_gets_notices_nothing_is_said(state: RecipientsState) -> None:
    """Nor where the stack is too old to say it."""
    old = {name: value for name, value in documents.SCOPE.items() if name != "recipients"}
    assert list(warnings(documents.page(a_scope("shop", state, confirmed=1), old))) == []
    assert recipients(old) == ""
