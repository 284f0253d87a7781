"""Aliases: the name of an entry in a PKCS#12 file or a Java key store, which programs show and find it by."""

from __future__ import annotations

from certkeeper.domain.certificates.names import text_violation
from certkeeper.domain.errors import Violation

MAX_ALIAS_CHARACTERS = 128
"""The most characters of an alias: as many as a certificate's name has."""
_LAST_OF_BASIC_PLANE = 0xFFFF
"""The last code point that PKCS#12's BMPString holds (RFC 7292 section 4.2), and that a JKS has in plain UTF-8: Java's
modified UTF-8 is another for those above (java.io.DataInput)."""
_FINGERPRINT_DIGITS = 8
"""Hex digits that distinguish two issuers with one name: by chance the same for two in 4,000 million."""


def alias_violation(alias: str, pointer: str) -> Violation | None:
    """Return why a text cannot be an alias, or None; `pointer` is its field."""
    violation = text_violation(alias, pointer, MAX_ALIAS_CHARACTERS)
    if violation is None and _in_basic_plane(alias) != alias:
        detail = "key stores have no characters above U+FFFF, such as emoji; choose another alias"
        return Violation(pointer, "alias_characters", detail)
    return violation


def alias_of(certificate_name: str) -> str:
    """Return the alias of a certificate for which none was chosen: its name, with code points for what does not fit."""
    return _in_basic_plane(certificate_name)[:MAX_ALIAS_CHARACTERS]


def issuer_alias(common_name: str, sha256: str) -> str:
    """Return the alias of an issuer in a trust store: the same in each, and of no other certificate.

    `common_name` is its name, `sha256` its fingerprint in hex.
    """
    printable = "".join(character for character in _in_basic_plane(common_name) if character.isprintable())
    stem = printable[: MAX_ALIAS_CHARACTERS - _FINGERPRINT_DIGITS - 1].strip() or "issuer"
    return f"{stem} {sha256[:_FINGERPRINT_DIGITS]}"


def _in_basic_plane(text: str) -> str:
    return "".join(one if ord(one) <= _LAST_OF_BASIC_PLANE else f"u{ord(one):x}" for one in text)
