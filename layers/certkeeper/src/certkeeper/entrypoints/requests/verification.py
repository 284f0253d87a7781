"""What verify_challenge takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.entrypoints.requests.reading import one_of, optional, read

if TYPE_CHECKING:
    from certkeeper.entrypoints.http.request import Request

FIELDS = {"challenge": optional(one_of(*ChallengeType))}


def named_challenge(request: Request) -> ChallengeType | None:
    """The challenge that the body names or switches to; None where it names none, or is empty. Raises ProblemError."""
    body = {} if request.body == b"" else read(request, FIELDS)
    challenge = body.get("challenge")
    return None if challenge is None else ChallengeType(challenge)
