"""The layout of secrets: their names, the ids of their versions, and the JSON in them (ADR 4)."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

from certkeeper.adapters.ids import directory_id
from certkeeper.domain.certificates.certificate import Bundle
from certkeeper.domain.clock import from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

STACK_TAG = "certkeeper:stack"
"""The tag of every secret that Certkeeper creates, with the stack's name: deleting a stack leaves its secrets."""
NO_TAGS: Mapping[str, str] = MappingProxyType({})


def tags_of_secrets(prefix: str, tags: Mapping[str, str]) -> dict[str, str]:
    """Return the tags of secrets below a prefix, by key: the `tags` that a person has set, and STACK_TAG."""
    return {**tags, STACK_TAG: prefix}


class SecretNames:
    """Names of secrets below the prefix of a stack, so that IAM policies can name them."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def certificate(self, certificate_id: str) -> str:
        """Return the name of a certificate's secret, which consumers read."""
        return f"{self._prefix}/certificates/{certificate_id}"

    def account(self, directory_url: str) -> str:
        """Return the name of the secret with the key of the stack's account at the ACME directory with this URL."""
        return f"{self._prefix}/accounts/{directory_id(directory_url)}"


def bundle_token(order_id: str) -> str:
    """Return the version id of the bundle that an order, or an upload, brings.

    That of an order's key is the order's id.
    """
    return str(uuid5(UUID(order_id), "bundle"))


def account_token(directory_url: str) -> str:
    """Return the version id of an account's key, made from the directory's URL."""
    return str(uuid5(NAMESPACE_URL, directory_url))


def key_document(key_pem: str) -> str:
    """Return the JSON of a private key (PEM) that has no certificate, or none yet."""
    return json.dumps({"private_key": key_pem})


def bundle_document(bundle: Bundle) -> str:
    """Return the JSON of a bundle: what a web server needs, and what a person recognises it by."""
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
    """Return the private key (PEM) in the text of either document."""
    key: str = json.loads(text)["private_key"]
    return key


def read_bundle(text: str) -> Bundle | None:
    """Return the bundle in the text of a document, or None if it is a key alone."""
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
