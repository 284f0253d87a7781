"""The rules for a certificate's name, which a person gives or which is the first of its DNS names; sets of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.errors import Violation

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_NAME_CHARACTERS = 128
"""The most characters of a certificate's name.

It is a sort key, of which DynamoDB allows 1,024 bytes, and a character has at most four in UTF-8.
"""


TOO_SHORT = "at least one character"
UNPRINTABLE = "printable characters only, no blank at either end"


def text_violation(text: str, pointer: str, most: int) -> Violation | None:
    """Return why a person's text is refused, or None; `pointer` is its field, `most` the most characters allowed.

    Control characters, lone surrogates, direction marks and other invisible characters are refused.
    """
    if not text:
        return Violation(pointer, "too_short", TOO_SHORT)
    if len(text) > most:
        return Violation(pointer, "too_long", f"at most {most} characters")
    if not text.isprintable() or text != text.strip():
        return Violation(pointer, "unprintable", UNPRINTABLE)
    return None


def own_name_violation(name: str, pointer: str) -> Violation | None:
    """Return why the first DNS name of a certificate cannot be its name, or None; `pointer` is the field of the name.

    The issuer chose that DNS name, so it may hold anything.
    """
    violation = text_violation(name, pointer, MAX_NAME_CHARACTERS)
    if violation is None:
        return None
    detail = (
        f"the first DNS name of the certificate cannot be its name in Certkeeper ({violation.detail}); "
        "give `certificate_name`"
    )
    return Violation(pointer, "required", detail)


def name_set(names: Iterable[str]) -> frozenset[str]:
    """Return the names as a set in lower case: certificates with equal sets are for the same hosts."""
    return frozenset(name.lower() for name in names)
