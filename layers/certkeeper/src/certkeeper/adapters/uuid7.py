"""New ids: UUIDv7 (RFC 9562 section 5.7), which sort by time and serve Secrets Manager as ClientRequestTokens (ADR 74).

It is a module of its own so that only functions that create something load the library.
"""

from uuid_utils import uuid7


def new_uuid7() -> str:
    """Return a new id in canonical text."""
    return str(uuid7())
