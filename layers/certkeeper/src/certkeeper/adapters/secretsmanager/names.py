"""Where secrets stand, and the ClientRequestTokens that are the ids of their versions."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from certkeeper.adapters.ids import directory_id


class SecretNames:
    """Below a prefix of the deployment, so that a policy can name them."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def certificate(self, certificate_id: str) -> str:
        """What consumers read."""
        return f"{self._prefix}/certificates/{certificate_id}"

    def account(self, directory_url: str) -> str:
        """The key of our account at an ACME directory."""
        return f"{self._prefix}/accounts/{directory_id(directory_url)}"


def bundle_token(order_id: str) -> str:
    """The version of an order's bundle; that of its key is the order's id itself."""
    return str(uuid5(UUID(order_id), "bundle"))


def account_token(directory_url: str) -> str:
    """The version of an account's key."""
    return str(uuid5(NAMESPACE_URL, directory_url))
