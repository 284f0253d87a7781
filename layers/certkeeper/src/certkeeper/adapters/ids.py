"""The form of ids: UUIDs in canonical text (RFC 9562 section 4), and short ids of ACME directories."""

import re

CANONICAL_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_CANONICAL = re.compile(CANONICAL_ID)


def is_id(text: str) -> bool:
    """Return whether a text from outside has the form of an id: a UUID in canonical text."""
    return _CANONICAL.fullmatch(text) is not None


def directory_id(url: str) -> str:
    """Return an id of the ACME directory with this URL that fits into keys and names of secrets.

    It has the first 16 hex digits of the URL's SHA-256.
    """
    from hashlib import sha256  # noqa: PLC0415 - only what speaks ACME loads it

    return sha256(url.encode()).hexdigest()[:16]
