"""What renew_certificate takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.key_types import KeyChoice
from certkeeper.entrypoints.requests.reading import one_of, optional, read

if TYPE_CHECKING:
    from certkeeper.entrypoints.http.request import Request

FIELDS = {"key": optional(one_of(*KeyChoice))}


def chosen_key(request: Request) -> KeyChoice | None:
    """Which key the body asks for; None where it leaves that to the settings, or is empty. Raises ProblemError."""
    body = {} if request.body == b"" else read(request, FIELDS)
    key = body.get("key")
    return None if key is None else KeyChoice(key)
