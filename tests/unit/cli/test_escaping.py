"""Text of others shows, and does nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper_cli.terminal.escaping import visible


@given(st.text())
def test_nothing_that_acts_comes_through(text: str) -> None:
    """No control, format, surrogate, private or unassigned character, and no line separator."""
    assert not {unicodedata.category(character) for character in visible(text)} & {
        "Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"
    }  # fmt: skip


@given(st.text(alphabet=st.characters(exclude_categories=("C", "Zl", "Zp"))))
def test_what_can_be_seen_stays(text: str) -> None:
    """Of any language."""
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\u202egpj.exe", "\\u202egpj.exe"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("\x9b2J", "\\x9b2J"),
        ("\ud800", "\\ud800"),
        ("bücher.example", "bücher.example"),
        (12, "12"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: object, shown: str) -> None:
    """As Python writes it."""
    assert visible(text) == shown
