"""Make texts of others safe to print: nothing in them moves the cursor, colours, hides or reverses text (ADR 62)."""

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""General categories (Unicode 4.5) of what is acted upon instead of shown: controls, ESC among them; formats, among
them directional overrides and zero widths; surrogates, private use, unassigned; line and paragraph separators."""


def visible(text: object) -> str:
    r"""Return the text with all that cannot be seen written out, as `\x1b` or `\u202e`; a newline as well."""
    return "".join(_shown(character) for character in str(text))


def _shown(character: str) -> str:
    if unicodedata.category(character) in _UNSEEN:
        return character.encode("unicode_escape").decode()
    return character
