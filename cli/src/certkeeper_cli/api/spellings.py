"""Names and numbers in the spellings of people and programs: U-labels and A-labels, any case, colons in numbers.

The API searches in the same way; a test compares the two.
"""

import re
from unicodedata import normalize

ACE_PREFIX = "xn--"
"""The beginning of every A-label (RFC 5890 section 2.3.1)."""

_LABEL_OF_A_NUMBER = re.compile(r"^[a-z0-9 -]*(?:fingerprint|serial|thumbprint)[a-z ]*[=:]")
_BETWEEN_DIGITS = re.compile(r"[:\s-]|^0x")
_DIGITS = re.compile(r"[0-9a-f]+")


def spelled(name: str) -> str:
    """Return a name in the spelling that it shares with all others that mean it: U-labels, without case."""
    return normalize("NFKC", in_u_labels(name.strip().removesuffix("."))).casefold()


def in_u_labels(name: str) -> str:
    """Return a name with its A-labels as the letters that they stand for (RFC 3492); what is none stays as it is."""
    return ".".join(_letters(label) for label in name.split("."))


def number(text: str) -> str:
    """Return a serial number or a fingerprint as digits without leading zeros, or "" for another text.

    Colons, blanks and the label that openssl prints before it may be there.
    """
    folded = normalize("NFKC", text).casefold().strip()
    digits = _BETWEEN_DIGITS.sub("", _LABEL_OF_A_NUMBER.sub("", folded).strip()).lstrip("0")
    return digits if _DIGITS.fullmatch(digits) else ""


def _letters(label: str) -> str:
    lower = label.lower()
    code = lower.removeprefix(ACE_PREFIX)
    if code == lower or not lower.isascii():
        return label
    try:
        letters = code.encode("ascii").decode("punycode")
        is_canonical = letters.encode("punycode").decode("ascii") == code
    except (UnicodeError, OverflowError, ValueError):
        return label
    return letters if is_canonical and not letters.isascii() else label
