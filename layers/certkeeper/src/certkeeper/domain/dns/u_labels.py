"""U-labels: the letters that the A-labels of a name stand for (RFC 5890 section 2.3.2.1)."""

ACE_PREFIX = "xn--"
"""The beginning of every A-label (RFC 5890 section 2.3.1)."""
MAX_LABEL_CHARACTERS = 63
"""The most octets of a label (RFC 1035 section 2.3.4)."""


def decoded(label: str) -> str | None:
    """Return what the punycode of a label that begins with `xn--` stands for (RFC 3492), or None.

    None is for what is no punycode, is not written as an encoder writes it, or stands for ASCII. Whether a client would
    take the letters is not checked.
    """
    code = label.removeprefix(ACE_PREFIX)
    if len(label) > MAX_LABEL_CHARACTERS:
        return None
    try:
        letters = code.encode("ascii").decode("punycode")
        is_canonical = letters.encode("punycode").decode("ascii") == code
    except (UnicodeError, OverflowError, ValueError):
        return None
    return letters if is_canonical and not letters.isascii() else None


def in_u_labels(name: str) -> str:
    """Return a name in lower case with its A-labels replaced by their letters; other labels stay as they are."""
    lower = name.lower()
    if ACE_PREFIX not in lower:
        return lower
    return ".".join(_letters(label) if label.startswith(ACE_PREFIX) else label for label in lower.split("."))


def _letters(label: str) -> str:
    letters = decoded(label)
    return label if letters is None else letters
