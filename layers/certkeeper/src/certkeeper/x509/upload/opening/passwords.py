"""The forms that programs make of one password. Letters beyond ASCII become bytes in more than one way (ADR 108)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from certkeeper.x509.derivations import Password

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE_PAGES = ("latin-1", "cp1252")
"""The character sets of Western terminals before UTF-8, on Unix and on Windows."""


def forms_of(password: str) -> tuple[Password, ...]:
    """Return the forms of a password in which files are tried, the usual one first, each once.

    No password and an empty one are the same to people, but not to PKCS#12: an empty one is tried as both.
    """
    if not password:
        return Password("", b""), Password(None, b"")
    return tuple(dict.fromkeys(_forms_of(password)))


def _forms_of(password: str) -> Iterator[Password]:
    usual = Password(password, password.encode())
    yield usual
    if not password.isascii():
        yield Password(usual.octets.decode("latin-1"), usual.octets)  # OpenSSL before 1.1: each octet is a character
        for form in ("NFC", "NFD"):  # with letters and their accents as one character, or as two
            normalized = normalize(form, password)
            yield Password(normalized, normalized.encode())
        for code_page in _CODE_PAGES:
            octets = normalize("NFC", password).encode(code_page, "ignore")
            if octets.decode(code_page) == normalize("NFC", password):
                yield Password(octets.decode("latin-1"), octets)
    yield Password(password, usual.bmp)  # NSS before 3.31 gives PBKDF2 what is meant for the derivation of PKCS#12
