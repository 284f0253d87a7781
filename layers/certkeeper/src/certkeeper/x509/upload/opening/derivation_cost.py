"""The cost of a password's key derivations, counted before any of them is done (ADR 40).

980 bytes of PKCS#12 that ask for 2^31 rounds take minutes, need no valid password, and hold the interpreter's lock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.uploads import limits
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError

if TYPE_CHECKING:
    from certkeeper.x509.derivations import Derivation


class DerivationCost:
    """The rounds that all derivations of one file ask for (`rounds`)."""

    def __init__(self) -> None:
        self.rounds = 0
        self._retries = 0

    def add(self, derivation: Derivation) -> None:
        """Add one derivation; raise UploadRefusedError if it is of no round, which nobody knows, or of too many."""
        rounds = derivation.rounds
        if rounds < 1:
            raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED)
        self.rounds += rounds
        if rounds > limits.MAX_ROUNDS or self.rounds > limits.MAX_TOTAL_ROUNDS:
            raise UploadRefusedError(Refusal.TOO_MUCH_WORK)

    def allows_retry(self, derivation: Derivation) -> bool:
        """Count one more try of a derivation; return whether it is still to be made."""
        self._retries += derivation.rounds
        return self._retries <= limits.MAX_RETRY_ROUNDS
