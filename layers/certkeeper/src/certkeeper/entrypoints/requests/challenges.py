"""What verify_challenge takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.entrypoints.requests.validation import validated

if TYPE_CHECKING:
    from certkeeper.entrypoints.contract.challenges import VerifyChallenge
    from certkeeper.entrypoints.http.request import Request


def named_challenge(request: Request) -> ChallengeType | None:
    """The challenge that the body names or switches to; None where it names none, or is empty. Raises ProblemError."""
    document: VerifyChallenge = validated(request, "verify_challenge")
    challenge = document["challenge"]
    return None if challenge is None else ChallengeType(challenge)
