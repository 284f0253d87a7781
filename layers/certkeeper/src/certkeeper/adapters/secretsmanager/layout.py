"""How secrets are laid out: their names, the ids of their versions, and the JSON in them."""

from __future__ import annotations

import json
from uuid import NAMESPACE_URL, UUID, uuid5

from certkeeper.adapters.ids import directory_id
from certkeeper.domain.certificates.certificate import Bundle
from certkeeper.domain.clock import from_text, to_text


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


def key_document(key_pem: str) -> str:
    """A key that has no certificate yet, or never will."""
    return json.dumps({"private_key": key_pem})


def bundle_document(bundle: Bundle) -> str:
    """What a web server needs, and by what a person recognises it."""
    return json.dumps(
        {
            "certificate": bundle.certificate,
            "chain": bundle.chain,
            "fullchain": bundle.fullchain,
            "private_key": bundle.private_key,
            "not_after": to_text(bundle.not_after),
            "fingerprint": bundle.fingerprint,
        }
    )


def read_key(text: str) -> str:
    """The private key of either document."""
    key: str = json.loads(text)["private_key"]
    return key


def read_bundle(text: str) -> Bundle | None:
    """The bundle, or None where the document is a key alone."""
    document = json.loads(text)
    if "certificate" not in document:
        return None
    return Bundle(
        certificate=document["certificate"],
        chain=document["chain"],
        private_key=document["private_key"],
        not_after=from_text(document["not_after"]),
        fingerprint=document["fingerprint"],
    )
