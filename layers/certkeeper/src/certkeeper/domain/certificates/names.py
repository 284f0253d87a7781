"""What a certificate may be called: by the person who types its name, and by the file that is uploaded without one."""

from __future__ import annotations

from certkeeper.domain.errors import Violation

MAX_NAME_CHARACTERS = 128
"""Of a certificate's name. It is a sort key, of which DynamoDB takes 1,024 bytes; a character has at most four."""


TOO_SHORT = "at least one character"
UNPRINTABLE = "printable characters only, no blank at either end"


def text_violation(text: str, pointer: str, most: int) -> Violation | None:
    """Why a text cannot be a name, for hosts or people, of at most `most` characters; None where it can.

    No control characters, lone surrogates, bidi overrides, or what nobody can see.
    """
    if not text:
        return Violation(pointer, "too_short", TOO_SHORT)
    if len(text) > most:
        return Violation(pointer, "too_long", f"at most {most} characters")
    if not text.isprintable() or text != text.strip():
        return Violation(pointer, "unprintable", UNPRINTABLE)
    return None


def own_name_violation(name: str, pointer: str) -> Violation | None:
    """Why a certificate cannot be called by the first of its own names, which a stranger wrote; None where it can."""
    violation = text_violation(name, pointer, MAX_NAME_CHARACTERS)
    if violation is None:
        return None
    detail = (
        f"the first DNS name of the certificate cannot be its name in Certkeeper ({violation.detail}); "
        "give `certificate_name`"
    )
    return Violation(pointer, "required", detail)
