"""What a site or a record has beside the expected text is shown, and said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.adapters.lookout.http.contents import wrong_content
from certkeeper.adapters.lookout.http.target import Target
from certkeeper.adapters.lookout.outcome import NotReady
from certkeeper.adapters.lookout.surplus import surplus

TOKEN, THUMBPRINT = "-Ym4uB9Zq0mCkUYjC0F8w5PmUyJkPq-n8XzK6sRwB_Q", "9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI"
EXPECTED = f"{TOKEN}.{THUMBPRINT}"
SITE = Target("http", "shop.example.test", 80, "/.well-known/acme-challenge/x")
MAX_BODY = 128


def found(body: bytes) -> NotReady:
    """The finding for a site that answers this, of which the check reads the beginning."""
    return wrong_content(SITE, body[:MAX_BODY], EXPECTED, is_cut=len(body) >= MAX_BODY)


@pytest.mark.parametrize(
    ("body", "seen", "advice"),
    [
        (b"\xef\xbb\xbf%s", r"\ufeff%s", "the octets EF BB BF (a byte order mark) in front of it"),
        (b"\n%s", r"\n%s", "the octets 0A (line ends) in front of it"),
        (b"\r\n\r\n%s\n", r"\r\n\r\n%s\n", "0D 0A 0D 0A (line ends) in front of it"),
        (b" %s", r"\x20%s", "the octets 20 (blanks) in front of it"),
        (b"\t  %s", r"\t \x20%s", "09 20 20 (blanks) in front"),
        (b"\xc2\xa0%s", r"\xa0%s", "C2 A0 (blanks) in front"),
        (b"\xe2\x80\x8b%s", r"\u200b%s", "E2 80 8B (invisible characters) in front"),
        (b"\x00%s", r"\x00%s", "00 (invisible characters) in front"),
        (b'"%s"', '"%s"', "22 (quotes) in front of it and the octets 22 (quotes) behind it"),
        (b"%s\xef\xbb\xbf", r"%s\ufeff", "EF BB BF (a byte order mark) behind it"),
        (b"%s\x1f", r"%s\x1f", "the octets 1F behind it"),
        (b"<pre>%s</pre>", "<pre>%s</pre>", "3C 70 72 65 3E in front of it"),
        (b"\xff%s", r"\xff%s", "the octets FF in front of it"),
        (b"%s OK", "%s OK", "20 4F 4B behind it"),
    ],
)
def test_what_is_beside_the_text_is_seen_and_said(body: bytes, seen: str, advice: str) -> None:
    """It is not shown as the expected text is, and no order before is blamed."""
    finding = found(body % EXPECTED.encode())
    assert finding.seen.startswith((seen % EXPECTED)[:120])
    assert advice in finding.advice
    assert "earlier order" not in finding.advice


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_in_utf_16_is_named(codec: str) -> None:
    """PowerShell and Notepad write it, and the check reads its beginning only."""
    assert "there is the text in UTF-16" in found(EXPECTED.encode(codec)).advice


def test_a_text_broken_in_two_is_named() -> None:
    """Some editor wraps long lines."""
    finding = found(f"{TOKEN}.\n{THUMBPRINT}".encode())
    assert "the octets 0A (line ends) inside it" in finding.advice


def test_many_blank_lines_in_front_are_named_although_the_text_is_cut() -> None:
    """A template's empty lines."""
    assert "0A 0A 0A 0A 0A 0A 0A 0A ... (line ends) in front" in found(b"\n" * 60 + EXPECTED.encode()).advice


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        (TOKEN, "the token alone is there"),
        (f"\ufeff{TOKEN}.\n", "the token alone is there"),
        (THUMBPRINT, "in front of the thumbprint"),
        (f"{TOKEN}.{'A' * 43}", "another ACME client"),
        (EXPECTED.lower(), "capital and small letters"),
        ("", "the answer is empty"),
        (f"{'B' * 43}.{THUMBPRINT}", "an earlier order"),
        ("\ufeff<!doctype html>", "answers with a page"),
        ("anything", "an earlier order"),
    ],
)
def test_each_other_answer_has_its_advice(body: str, advice: str) -> None:
    """The commonest mistakes have words of their own."""
    assert advice in found(body.encode()).advice


@given(front=st.binary(max_size=30), behind=st.binary(max_size=30))
def test_whatever_is_around_the_text_is_found(front: bytes, behind: bytes) -> None:
    """And is shown in printable ASCII of bounded length, never as the text itself."""
    around = surplus(front + EXPECTED.encode() + behind, EXPECTED)
    assert around is not None
    if front + behind:
        finding = found(front + EXPECTED.encode() + behind)
        assert finding.seen.removesuffix("\u2026").isascii()
        assert finding.seen.isprintable()
        assert finding.seen != f"{EXPECTED} at {SITE}"


@given(st.binary(max_size=128))
def test_another_text_has_no_surplus(body: bytes) -> None:
    """It is shown as it is, and in bounds."""
    if surplus(body, EXPECTED) is None:
        assert len(found(body).seen) <= 200
