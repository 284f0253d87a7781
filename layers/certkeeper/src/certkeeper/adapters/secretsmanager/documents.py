"""The JSON in a secret: what consumers read of a certificate, and a key alone."""

from __future__ import annotations

import json

from certkeeper.domain.certificates.certificate import Bundle
from certkeeper.domain.clock import from_text, to_text


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
