"""A text from outside is shown as no other is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.printable import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text", "plain text"),
        (" a  b ", r"\x20a \x20b\x20"),
        ("\ufeffa\u200b\r\n", r"\ufeffa\u200b\r\n"),
        ("p\u0430ypal", r"p\u0430ypal"),
        (r"\x20", r"\\x20"),
        ("\U0001f4a9", r"\U0001f4a9"),
        (b"\xff\xc3".decode("utf-8", "surrogateescape"), r"\xff\xc3"),
        ("a" * 50, "a" * 50),
        ("a" * 51, "a" * 47 + "..."),
        ("\u200b" * 50, r"\u200b" * 7 + r"\u200" + "..."),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: str, shown: str) -> None:
    """A backslash is doubled, so that what was written is not taken for what was there."""
    assert visible(text, 50) == shown


@given(st.text(max_size=30), st.text(max_size=30))
def test_two_texts_are_never_shown_alike(one: str, other: str) -> None:
    """And each is printable ASCII without blanks that a page would swallow."""
    assert (visible(one, 1000) == visible(other, 1000)) is (one == other)
    assert visible(one, 1000).isascii()
    assert visible(one, 1000).strip() == visible(one, 1000)
