"""Answering the CA's http-01 request, which the one redirect on the owner's site has sent to us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.orders.challenges import key_authorization

if TYPE_CHECKING:
    from certkeeper.ports.challenges import Responder


def serve_challenge(token: str, *, responder: Responder) -> str:
    """The key authorization of a presented token (RFC 8555 section 8.3). Raises NotFoundError for any other."""
    return key_authorization(token, responder.thumbprint(token))
