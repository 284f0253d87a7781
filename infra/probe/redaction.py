"""What a report that is pasted into an issue must not hold: the account, addresses, and names of domains."""

import re
from collections.abc import Iterable

_PATTERNS = (
    (re.compile(r"(?<![0-9A-Fa-f-])\d{12}(?![0-9A-Fa-f-])"), "<account>"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<address>"),
    (re.compile(r"\b[a-z0-9]{8,12}(?=\.execute-api\.)"), "<api>"),
)


def redacted(text: str, secrets: Iterable[str]) -> str:
    """Return the text without account numbers, mail addresses and API ids, and without each of the `secrets`.

    Those are names of domains and ids that the target knows; the longest goes first, so that no part of it is left.
    """
    for secret in sorted({each for each in secrets if each}, key=len, reverse=True):
        text = re.sub(rf"(?<![\w-]){re.escape(secret)}(?![\w-])", "<name>", text)
    for pattern, stands_for in _PATTERNS:
        text = pattern.sub(stands_for, text)
    return text
