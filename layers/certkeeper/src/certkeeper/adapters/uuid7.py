"""Fresh ids: UUIDv7 (RFC 9562 section 5.7), which sort by time and serve Secrets Manager as ClientRequestTokens.

A module of its own, since only what makes things loads the library.
"""

from uuid_utils import uuid7


def new_uuid7() -> str:
    """A fresh one in canonical text."""
    return str(uuid7())
