"""What ids look like: UUIDs in canonical text (RFC 9562 section 4), and short names for ACME directories."""

import re

CANONICAL_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_CANONICAL = re.compile(CANONICAL_ID)


def is_id(text: str) -> bool:
    """Whether a text that came from outside can be an id of ours at all: a UUID in canonical text."""
    return _CANONICAL.fullmatch(text) is not None


def directory_id(url: str) -> str:
    """A name for an ACME directory that fits into keys and secret names: 16 hex digits of its URL's SHA-256."""
    from hashlib import sha256  # noqa: PLC0415 - only what speaks ACME loads it

    return sha256(url.encode()).hexdigest()[:16]
