"""`ports.challenges.Responder` in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.orders.challenges import key_authorization

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class FakeResponder:
    """Fulfils `ports.challenges.Responder`. `presented` is what it answers: token to key authorization."""

    def __init__(self) -> None:
        self.presented: dict[str, str] = {}

    def present(self, tokens: Sequence[str], thumbprint: str, until: datetime) -> None:  # noqa: ARG002 - it answers for ever
        """See `Responder.present`."""
        self.presented.update({token: key_authorization(token, thumbprint) for token in tokens})

    def remove(self, tokens: Sequence[str]) -> None:
        """See `Responder.remove`."""
        for token in tokens:
            self.presented.pop(token, None)
