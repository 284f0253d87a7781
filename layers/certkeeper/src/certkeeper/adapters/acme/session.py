"""The requests of one account to the CA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.acme import messages
from certkeeper.domain.errors import AcmeProblemError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.adapters.acme.conversation import Conversation
    from certkeeper.domain.certificates.revocations import RevocationReason
    from certkeeper.ports.certificate_authority import AuthorizationAtCa, OrderAtCa

_PEM_CHAIN = "application/pem-certificate-chain"
"""The media type of a certificate chain in PEM (RFC 8555 section 9.1)."""


class AcmeSession:
    """The requests of one account; fulfils `ports.certificate_authority.CaSession`.

    Every method raises AcmeProblemError if the CA refuses, AccountUnknownError if it does not know the account, and
    TransientError if a retry may help.
    """

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    def new_order(self, names: Sequence[str], profile: str = "", replaces: str = "") -> OrderAtCa:
        """Create an order for DNS names at the CA and return it: newOrder, RFC 8555 section 7.4.

        `profile` and `replaces` are empty or as in `messages.new_order`.
        """
        payload = messages.new_order(names, profile, replaces)
        response = self._conversation.post(self._conversation.directory().new_order, payload)
        return messages.order_at_ca(response.location(), response.document())

    def order(self, url: str) -> OrderAtCa:
        """Return the order at a URL as the CA has it now."""
        return messages.order_at_ca(url, self._conversation.read(url).document())

    def authorization(self, url: str) -> AuthorizationAtCa:
        """Return the authorization at a URL as the CA has it now."""
        return messages.authorization_at_ca(url, self._conversation.read(url).document())

    def answer(self, challenge_url: str) -> None:
        """Ask the CA to validate the challenge at a URL.

        An empty object says that it is in place (RFC 8555 section 7.5.1).
        """
        self._conversation.post(challenge_url, {})

    def finalize(self, order: OrderAtCa, csr_der: bytes) -> OrderAtCa:
        """Finalize an order whose authorizations are valid, by its CSR (DER), and return the order.

        RFC 8555 section 7.4.
        """
        response = self._conversation.post(order.finalize_url, messages.finalization(csr_der))
        return messages.order_at_ca(order.url, response.document())

    def certificate(self, url: str) -> bytes:
        """Return the certificate chain at a URL (RFC 8555 section 7.4.2): PEM is asked for, but some CAs send DER."""
        return self._conversation.read(url, _PEM_CHAIN).body

    def revoke(self, certificate_pem: str, reason: RevocationReason) -> None:
        """Revoke a certificate (PEM) for a reason: revokeCert, RFC 8555 section 7.6.

        Nothing is raised if it is revoked already. Raises AcmeDirectoryError if the CA names no URL for revocations.
        """
        url = self._conversation.directory().revocation()
        try:
            self._conversation.post(url, messages.revocation(certificate_pem, reason))
        except AcmeProblemError as problem:
            if problem.code != "alreadyRevoked":
                raise
