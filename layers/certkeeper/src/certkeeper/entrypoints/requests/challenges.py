"""The body of verify_challenge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.entrypoints.requests.validation import validated

if TYPE_CHECKING:
    from certkeeper.entrypoints.contract.challenges import VerifyChallenge
    from certkeeper.entrypoints.http.request import Request


def named_challenge(request: Request) -> ChallengeType | None:
    """Return the challenge that the body of a request names or switches to, or None. Raises ProblemError."""
    document: VerifyChallenge = validated(request, "verify_challenge")
    challenge = document["challenge"]
    return None if challenge is None else ChallengeType(challenge)
