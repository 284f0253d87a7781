"""Parts of a page: what the words of other modules become."""

import pytest

from tools.generate.reference.markdown import codes, prose, sentence, table


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write *.example.com and *.example.org", r"write \*.example.com and \*.example.org"),
        ("a <placeholder> and [brackets]", r"a \<placeholder\> and \[brackets\]"),
        ("the name _acme-challenge of not_after", r"the name \_acme-challenge of not_after"),
        ("`*.example.com` stays, as `<id>` does", "`*.example.com` stays, as `<id>` does"),
        ("two\n   lines", "two lines"),
    ],
)
def test_what_markdown_would_read_is_escaped(text: str, expected: str) -> None:
    """But for what stands between backticks."""
    assert prose(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("there is nothing", "There is nothing."), ("It is.", "It is."), ("", "")]
)
def test_a_sentence_begins_with_a_capital_and_ends_with_a_full_stop(text: str, expected: str) -> None:
    """Texts in code have neither, for they follow others."""
    assert sentence(text) == expected


def test_a_bar_does_not_break_a_table() -> None:
    """In code and in prose."""
    assert table(("a", "b"), [("`x|y`", "or")]).splitlines()[-1] == r"| `x\|y` | or |"


def test_a_column_without_content_is_left_out() -> None:
    """Few options have a variable."""
    assert table(("a", "b", "c"), [("1", "", "2"), ("3", "", "")]).splitlines() == [
        "| a | c |",
        "|---|---|",
        "| 1 | 2 |",
        "| 3 |  |",
    ]


def test_a_table_without_rows_is_nothing() -> None:
    """An operation without parameters has no empty table."""
    assert table(("a",), []) == ""
    assert codes(["a", "b"]) == "`a`, `b`"
