"""One account's talk with the CA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.acme import messages
from certkeeper.domain.errors import AcmeProblemError, TransientError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.adapters.acme.conversation import Conversation
    from certkeeper.domain.certificates.revocations import RevocationReason
    from certkeeper.ports.certificate_authority import AuthorizationAtCa, OrderAtCa

_PEM_CHAIN = "application/pem-certificate-chain"
"""RFC 8555 section 9.1."""


class AcmeSession:
    """`ports.certificate_authority.CaSession`."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    def new_order(self, names: Sequence[str], profile: str = "", replaces: str = "") -> OrderAtCa:
        """RFC 8555 section 7.4."""
        payload = messages.new_order(names, profile, replaces)
        answer = self._conversation.post(self._conversation.directory().new_order, payload)
        return messages.order_at_ca(answer.location(), answer.document())

    def order(self, url: str) -> OrderAtCa:
        """The order as the CA sees it now."""
        return messages.order_at_ca(url, self._conversation.read(url).document())

    def authorization(self, url: str) -> AuthorizationAtCa:
        """The authorization as the CA sees it now."""
        return messages.authorization_at_ca(url, self._conversation.read(url).document())

    def answer(self, challenge_url: str) -> None:
        """RFC 8555 section 7.5.1: an empty object says that the challenge is in place."""
        self._conversation.post(challenge_url, {})

    def finalize(self, order: OrderAtCa, csr_der: bytes) -> OrderAtCa:
        """RFC 8555 section 7.4."""
        answer = self._conversation.post(order.finalize_url, messages.finalization(csr_der))
        return messages.order_at_ca(order.url, answer.document())

    def certificate(self, url: str) -> str:
        """RFC 8555 section 7.4.2."""
        try:
            return self._conversation.read(url, _PEM_CHAIN).body.decode("ascii")
        except UnicodeDecodeError as error:
            raise TransientError("the CA sent a certificate that is not PEM") from error

    def revoke(self, certificate_pem: str, reason: RevocationReason) -> None:
        """RFC 8555 section 7.6; `alreadyRevoked` is what was asked for."""
        url = self._conversation.directory().revocation()
        try:
            self._conversation.post(url, messages.revocation(certificate_pem, reason))
        except AcmeProblemError as problem:
            if problem.code != "alreadyRevoked":
                raise
