"""What editors, chats and word processors make of a text is undone by Unicode's categories, and nothing else is."""

from __future__ import annotations

import sys
from base64 import b64decode, urlsafe_b64encode
from unicodedata import category

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.uploads.refusals import Refusal
from certkeeper.x509.upload.reading.pem import blocks_of
from certkeeper.x509.upload.reading.text import as_text, from_base64, plain
from tests.unit.x509.pki import LEAF
from tests.unit.x509.upload.uploading import read, refusal

BEYOND_ASCII = [chr(code) for code in range(0x80, sys.maxunicode + 1)]
DASHES = [one for one in BEYOND_ASCII if category(one) == "Pd"] + ["\u2212", "\u2043", "\u2500", "\u2796", "\xad"]
INVISIBLE = [one for one in BEYOND_ASCII if category(one) == "Cf"] + ["\ufe0f"]
BLANKS = [one for one in BEYOND_ASCII if category(one) in {"Zs", "Zl", "Zp"}] + ["\x85"]
KEY = LEAF.key_pem
CONTENT = b64decode("".join(KEY.split("\n")[1:-2]))


def content_of(text: str) -> bytes | None:
    """The content of the one block in a text."""
    (block,) = blocks_of(as_text(text.encode())) or ()
    return block.content


def test_any_dash_is_a_hyphen_where_a_block_begins_and_ends() -> None:
    """One for each hyphen, or one dash for the whole run; in one line of all, too."""
    for dash in DASHES:
        for text in (KEY.replace("-", dash), KEY.replace("-----", dash), KEY.replace("-----", f"-{dash}-")):
            assert content_of(text) == content_of(text.replace("\n", " ")) == CONTENT, hex(ord(dash))


def test_what_nobody_sees_is_left_out_anywhere() -> None:
    """Marks of direction, joiners, soft hyphens: between all characters."""
    for mark in INVISIBLE:
        assert content_of(mark.join(KEY)) == CONTENT, hex(ord(mark))


def test_any_blank_is_a_blank() -> None:
    """Around lines and in BEGIN and END lines."""
    for blank in BLANKS:
        assert content_of(KEY.replace("\n", f"{blank}\n{blank}")) == CONTENT, hex(ord(blank))


@pytest.mark.parametrize("dash", ["\u2011", "\u2013", "\u2212", "\uff0d"])
def test_a_dash_within_base64_is_not_guessed(dash: str) -> None:
    """In base64url the hyphen is a digit: one dash may have been one hyphen or two."""
    in_url = urlsafe_b64encode(b"\xfb\xef\xbe" * 6).decode()
    assert "-" in in_url
    assert from_base64(as_text(in_url.replace("-", dash).encode())) is None
    first, body, *rest = KEY.split("\n")
    damaged = "\n".join((first, f"{body[:9]}{dash}{body[10:]}", *rest))
    assert refusal(LEAF.pem, damaged) is Refusal.PARTLY_READ


@pytest.mark.parametrize("letter", ["e\u0301", "é", "ß", "\u0410", "²", "…"])
def test_a_letter_that_was_another_is_not_guessed(letter: str) -> None:
    """An accent, a Cyrillic letter, a small figure: nobody knows what it was."""
    first, body, *rest = KEY.split("\n")
    damaged = "\n".join((first, f"{body[:9]}{letter}{body[10:]}", *rest))
    assert refusal(LEAF.pem, damaged) is Refusal.PARTLY_READ


@pytest.mark.parametrize("dash", ["\u2010", "\u2011", "—"])
def test_the_headers_of_an_encrypted_key_have_their_hyphens(dash: str) -> None:
    """Proc-Type and DEK-Info, and the name of the cipher, have one hyphen for each dash."""
    form = PrivateFormat.TraditionalOpenSSL
    encrypted = LEAF.key.private_bytes(Encoding.PEM, form, BestAvailableEncryption(b"a password")).decode()
    assert read(LEAF.pem, encrypted.replace("-", dash), password="a password").private_key_pem == KEY


@given(st.text())
def test_ascii_stays_and_plain_text_is_plain(text: str) -> None:
    """Nothing is changed twice, and ASCII never."""
    once = plain(text)
    assert plain(once) in {once, once.replace("\x02", "--")}
    assert plain("".join(one for one in text if one.isascii())) == "".join(one for one in text if one.isascii())
