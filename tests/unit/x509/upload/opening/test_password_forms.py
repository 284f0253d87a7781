"""Passwords beyond ASCII, in each form that programs make of them, and how much work that may be."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.uploads import limits
from certkeeper.domain.uploads.refusals import Refusal
from certkeeper.x509.derivations import Password
from certkeeper.x509.upload.opening.passwords import forms_of
from tests.unit.x509.origins.writer import (
    FILES,
    Style,
    by_3des,
    certificate_bag,
    certificates,
    envelope,
    key,
    key_bag,
    safe,
    under_octets,
    write,
)
from tests.unit.x509.upload import crafted
from tests.unit.x509.upload.uploading import read, refusal

TYPED = "pässwörd €"
LEGACY = Style(by_3des, by_3des, mac="sha1")


def taken(encoded: bytes, password: str) -> bool:
    """Whether the usual leaf comes out."""
    return read(encoded, password=password, expired_allowed=True).private_key_pem != ""


@pytest.mark.parametrize(
    "derived_from",
    [
        TYPED,
        TYPED.encode().decode("latin-1"),
        unicodedata.normalize("NFD", TYPED),
        TYPED.encode("cp1252").decode("latin-1"),
    ],
    ids=["as it is", "UTF-8, each octet a character", "NFD", "the Windows code page, each octet a character"],
)
def test_a_password_opens_what_another_program_made_of_it(derived_from: str) -> None:
    """Files of OpenSSL before 1.1, of macOS and of Windows terminals."""
    assert taken(write(replace(LEGACY, password=derived_from)), TYPED)
    assert refusal(write(replace(LEGACY, password=derived_from)), password=f"{TYPED}x") is (
        Refusal.WRONG_PASSWORD_OR_DAMAGED
    )


def test_a_file_of_openssl_1_0_opens_with_the_password_that_was_typed() -> None:
    """Made by that program in a UTF-8 terminal."""
    encoded = (FILES / "openssl-1.0-utf8-terminal.p12").read_bytes()
    assert taken(encoded, "pässwörd")
    assert refusal(encoded, password="passwörd") is Refusal.WRONG_PASSWORD_OR_DAMAGED


def mixed(octets: bytes) -> bytes:
    """Write a file whose MAC is under the text, and whose parts are under these octets."""

    def by_octets(content: bytes, _: str | None) -> tuple[bytes, bytes]:
        return under_octets(content, octets)

    bags = [certificate_bag(each) for each in certificates()]
    safes = [safe(bags, by_octets, None), safe([key_bag(key(), by_octets, None, ())], None, None)]
    return envelope(crafted.sequence(*safes), Style(password=TYPED.replace(" €", "")))


@pytest.mark.parametrize(
    "octets", ["pässwörd".encode("latin-1"), Password("pässwörd", b"").bmp], ids=["Latin-1", "NSS"]
)
def test_the_parts_may_be_under_another_form_than_the_mac(octets: bytes) -> None:
    """PBKDF2 gets what the terminal gave (OpenSSL), or what is meant for the MAC (NSS before 3.31)."""
    assert taken(mixed(octets), "pässwörd")


def test_an_encrypted_key_is_tried_in_the_same_forms() -> None:
    """It has no MAC: the padding and the beginning of a key decide."""
    leaf = (FILES / "p256.pem").read_bytes()
    algorithm, content = under_octets(key(), "pässwörd".encode("latin-1"))
    locked = crafted.sequence(algorithm, crafted.octets(content))
    assert read(leaf, locked, password="pässwörd", expired_allowed=True).private_key_pem
    assert refusal(leaf, locked, password="passwort") is Refusal.WRONG_PASSWORD_OR_DAMAGED


def test_more_forms_are_not_tried_where_each_is_much_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """A million rounds are spent once, not six times."""
    old = write(replace(LEGACY, password=TYPED.encode().decode("latin-1")))
    monkeypatch.setattr(limits, "MAX_RETRY_ROUNDS", 1999)
    assert refusal(old, password=TYPED) is Refusal.WRONG_PASSWORD_OR_DAMAGED
    monkeypatch.setattr(limits, "MAX_RETRY_ROUNDS", 10_000)
    assert taken(old, TYPED)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_the_usual_form_comes_first_and_no_form_twice(password: str) -> None:
    """Whatever the letters."""
    forms = forms_of(password)
    assert forms[0] == Password(password, password.encode())
    assert len(set(forms)) == len(forms) <= 7
    assert password not in repr(forms) or password in "(), Pasword"
