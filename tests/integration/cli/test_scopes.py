"""`certkeeper scopes`: nothing is overwritten, and nothing left outside, without a person who has seen it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.cli import documents
from tests.integration.cli.conftest import Certkeeper
from tests.integration.cli.fake_api import FakeApi, Reply, problem

PUT = ("scopes", "put", "shop", "--kind", "listener", "--domain", "www.shop.example")
DIGEST = "ab" * 32
STORED: dict[str, Any] = {**documents.SCOPE, "administrators": ["ops@shop.example"], "notice_days": [30, 7]}
EXISTS = problem(428, "precondition-required", "The header If-Match is missing")
OUTSIDE: dict[str, Any] = {
    "count": 2,
    "digest": DIGEST,
    "certificates": [
        {
            "certificate_id": "01989d2c-0000-7000-8000-000000000001",
            "certificate_name": "front",
            "names": ["a.shop.example"],
            "names_count": 3,
        }
    ],
}
NARROWED = problem(409, "outside-not-confirmed", "Certificates would have names outside the scope", outside=OUTSIDE)


@pytest.fixture(autouse=True)
def _found(api_url: str) -> None:
    """The environment names the API."""
    assert api_url


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """There is a terminal, on which a person says yes to each of these questions."""
    questions: list[str] = []

    def yes(question: str, **_options: object) -> bool:
        questions.append(question)
        return True

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("click.confirm", yes)
    return questions


def answer(api: FakeApi, *puts: Reply, patches: tuple[Reply, ...] = ()) -> None:
    """The scope `shop` as it is stored, and the answers to changes of it, one after the other."""
    api.routes(
        {
            "GET /scopes/shop": Reply(200, STORED, headers={"ETag": '"3"'}),
            "PUT /scopes/shop": list(puts),
            "PATCH /scopes/shop": list(patches),
        }
    )


def changes(api: FakeApi) -> list[tuple[str, Any, str | None]]:
    """Every change that was sent: method, body and If-Match."""
    return [
        (each.method, each.document if each.body else None, each.headers.get("if-match"))
        for each in api.calls
        if each.method != "GET"
    ]


def test_an_existing_scope_is_replaced_only_after_its_difference_was_confirmed(
    certkeeper: Certkeeper, api: FakeApi, asked: list[str]
) -> None:
    """Under the ETag of what was shown, so that nothing is lost that somebody else has changed meanwhile."""
    answer(api, EXISTS, Reply(200, STORED))
    assert certkeeper(*PUT).status == 0
    (question,) = asked
    assert "kind zone to listener; domain shop.example to www.shop.example" in question
    assert "administrators ops@shop.example to none; notice days 30, 7 to none" in question
    body = {"kind": "listener", "domain": "www.shop.example"}
    assert changes(api) == [("PUT", body, None), ("PUT", body, '"3"')]


def test_without_a_terminal_an_existing_scope_stays(certkeeper: Certkeeper, api: FakeApi) -> None:
    """The difference is shown, and --yes confirms it."""
    answer(api, EXISTS, EXISTS, Reply(200, STORED))
    outcome = certkeeper(*PUT)
    assert (outcome.status, "administrators ops@shop.example to none" in outcome.err) == (2, True)
    assert "--yes" in outcome.err
    assert len(changes(api)) == 1
    assert certkeeper(*PUT, "--yes").status == 0


UPDATE = ("scopes", "update", "shop", "--kind", "listener")


def test_what_would_fall_outside_is_listed_and_confirmed(
    certkeeper: Certkeeper, api: FakeApi, asked: list[str]
) -> None:
    """With the digest of what was listed."""
    answer(api, patches=(NARROWED, Reply(200, STORED)))
    outcome = certkeeper(*UPDATE)
    assert outcome.status == 0
    assert "front (01989d2c-0000-7000-8000-000000000001): a.shop.example and 2 more" in outcome.err
    assert "and 1 more" in outcome.err
    assert len(asked) == 1
    first = {"kind": "listener"}
    assert changes(api) == [("PATCH", first, '"3"'), ("PATCH", {**first, "outside_confirmed": DIGEST}, '"3"')]


def test_without_a_terminal_the_digest_confirms_what_was_listed(certkeeper: Certkeeper, api: FakeApi) -> None:
    """The refusal says the option; nothing but what was seen is confirmed."""
    answer(api, patches=(NARROWED, Reply(200, STORED)))
    outcome = certkeeper(*UPDATE)
    assert (outcome.status, f"--outside-confirmed {DIGEST}" in outcome.err) == (1, True)
    assert certkeeper(*UPDATE, "--if-match", "3", "--outside-confirmed", DIGEST).status == 0
    assert changes(api)[-1] == ("PATCH", {"kind": "listener", "outside_confirmed": DIGEST}, '"3"')


def test_a_scope_is_deleted_only_after_a_question(certkeeper: Certkeeper, api: FakeApi) -> None:
    """Without a terminal, with --yes; and then for one state of it, if one is named."""
    api.routes({"DELETE /scopes/shop": Reply(200, STORED)})
    assert certkeeper("scopes", "delete", "shop").status == 2
    assert api.calls == []
    assert certkeeper("scopes", "delete", "shop", "--yes", "--if-match", "3").status == 0
    assert changes(api) == [("DELETE", None, '"3"')]


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--no-administrators", "--administrator", "a@a.example"),
        ("--notices-of-stack", "--notices"),
        ("--notices-of-stack", "--notice-days", "7"),
    ],
)
def test_changes_that_say_nothing_or_two_things_are_refused(
    certkeeper: Certkeeper, api: FakeApi, options: tuple[str, ...]
) -> None:
    """Before anything is sent."""
    assert certkeeper("scopes", "update", "shop", *options).status == 2
    assert api.calls == []


@pytest.mark.parametrize("command", [("list",), ("scopes", "list"), ("orders",)])
def test_a_list_of_all_scopes_warns_of_those_whose_notices_reach_nobody(
    certkeeper: Certkeeper, api: FakeApi, command: tuple[str, ...]
) -> None:
    """Beside the result, for a person; a program reads it in the document."""
    silent = documents.SCOPE | {"recipients": documents.RECIPIENTS | {"state": "nobody", "confirmed": 0, "lost": 1}}
    empty = Reply(200, documents.page())
    api.routes(
        {
            "GET /scopes": [Reply(200, documents.page(silent))] * 2,
            "GET /scopes/shop/certificates": [empty] * 2,
            "GET /scopes/shop/orders": [empty] * 2,
        }
    )
    done = certkeeper(*command)
    assert "nobody gets notices of shop; confirm the mail" in done.err
    assert "warning" not in done.out
    assert certkeeper(*command, "-o", "json").err == ""
