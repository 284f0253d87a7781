"""Views make text of any document: of one that the contract has whatever its texts are, of no other by chance."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkeeper_cli.errors import UnexpectedAnswerError
from certkeeper_cli.invocation import Document, Invocation, View, blocks_of
from certkeeper_cli.terminal.escaping import visible
from certkeeper_cli.views import certificates, orders, scopes
from tests.integration.cli import documents
from tests.unit.cli.rendered import rendered

FIXED = frozenset({"status", "type", "code", "solver", "challenge"})
"""Fields of a few words, which decide what is shown."""


class _Api:
    url = "https://abc.execute-api.eu-west-1.amazonaws.com/v1"


class _Invocation:
    """An invocation that asks nobody."""

    api = _Api()

    def command_line(self, *words: str) -> str:
        """As it is."""
        return " ".join(words)


ORDER = orders.order_view(cast("Invocation", _Invocation()))
RENEWAL: Document = {
    "mode": "assisted",
    "order_id": "x",
    "failures": 2,
    "last_failure": {"code": "no_record", "detail": "x"},
    "next_attempt_at": "x",
    "window": {"start": "x", "end": "x", "explanation_url": None},
}
VIEWS: tuple[tuple[View, Document], ...] = (
    (scopes.scope_view, documents.SCOPE),
    (scopes.list_view, documents.page(documents.SCOPE)),
    (scopes.scope_view, documents.SCOPE | {"administrators": ["x"], "notices_enabled": True, "notice_days": [7]}),
    (
        certificates.certificate_view,
        documents.LISTED | {"renewal": RENEWAL, "recoverable_until": "x", "deleted_at": "x"},
    ),
    (certificates.certificate_view, documents.SHOWN | {"history": [{"at": "x", "type": "x", "detail": {"a": "b"}}]}),
    (
        certificates.list_view,
        documents.page(documents.LISTED | {"next_action": {"action": "x", "at": "x", "why": "x"}}),
    ),
    (ORDER, documents.PENDING),
    (ORDER, documents.PENDING | {"challenge": None}),
    (ORDER, documents.INVALID),
    (ORDER, documents.VALID),
    (orders.list_view, documents.page(documents.SUMMARY)),
)
each_view = pytest.mark.parametrize(("view", "document"), VIEWS)
ANYTHING: st.SearchStrategy[Any] = (
    st.sampled_from([None, True, -1, "text", [], ["text"], [1], [{}], {}, {"code": []}]) | st.text()
)
FEW = settings(max_examples=25)
"""Each renders a page."""

HOSTILE = "\x1b]0;owned\x07\x9b2J\u202e<script>\r\n"


def replaced(value: Any, by: Callable[[str], Any], field: str = "") -> Any:  # noqa: ANN401 - JSON
    """The document with each of its texts replaced."""
    if isinstance(value, dict):
        return {name: replaced(each, by, name) for name, each in value.items()}
    if isinstance(value, list):
        return [replaced(each, by, field) for each in value]
    return by(value) if isinstance(value, str) and field not in FIXED else value


@each_view
def test_hostile_texts_are_shown(view: View, document: Document) -> None:
    """In every field at once: escape sequences, overrides, newlines."""
    text = rendered(blocks_of(replaced(document, lambda _: HOSTILE), view))
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\r"} & {*text}
    assert visible(HOSTILE) in text


@each_view
@FEW
@given(text=st.text())
def test_any_text_is_shown(view: View, document: Document, text: str) -> None:
    """Nothing of it is taken for markup or an emoji, and nothing acts."""
    shown = rendered(blocks_of(replaced(document, lambda _: text), view))
    assert visible(shown.replace("\n", "")) == shown.replace("\n", "")


@pytest.mark.parametrize("text", ["[red]x[/red]", "[/]", ":smile:", "[link=https://x.example]x[/link]", "\\["])
def test_markup_is_text(text: str) -> None:
    """As it came."""
    assert text in rendered(blocks_of(documents.SCOPE | {"domain": text}, scopes.scope_view))


@each_view
@FEW
@given(st.data())
def test_a_document_of_another_shape_is_foreign(view: View, document: Document, data: st.DataObject) -> None:
    """A field that is missing or of another kind is shown or refused, never a crash."""
    changed = dict(document)
    for field in data.draw(st.sets(st.sampled_from(sorted(document)), min_size=1)):
        changed[field] = data.draw(ANYTHING)
    for field in data.draw(st.sets(st.sampled_from(sorted(document)), max_size=2)):
        del changed[field]
    with suppress(UnexpectedAnswerError):
        rendered(blocks_of(changed, view))


def test_a_certificate_that_has_expired_says_so() -> None:
    """And since when."""
    text = rendered(blocks_of(documents.SHOWN | {"status": "expired", "days_left": -3}, certificates.certificate_view))
    assert "expired 3 days ago" in text


def test_lists_are_lines_that_other_programs_can_cut() -> None:
    """However long: one line for each thing, none wrapped."""
    long = documents.LISTED | {"certificate_name": "a" * 300}
    lines = rendered(blocks_of(documents.page(long, long), certificates.list_view)).splitlines()
    assert len(lines) == 3


def test_a_name_is_shown_with_the_letters_that_it_stands_for() -> None:
    """Beside it, for one of the two shows that it is another name than it seems."""
    names = ["xn--mnchen-3ya.example.test", "xn--pypal-4ve.example", "www.example.test"]
    shown = " ".join(rendered(certificates.certificate_view(documents.SHOWN | {"names": names})).split())
    assert "xn--mnchen-3ya.example.test (m\u00fcnchen.example.test)" in shown
    assert "xn--pypal-4ve.example (p\u0430ypal.example)" in shown
    assert "www.example.test (" not in shown
