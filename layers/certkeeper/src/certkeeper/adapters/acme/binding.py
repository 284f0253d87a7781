"""Binding a new account to one outside of ACME: RFC 8555 section 7.3.4."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certkeeper.adapters.acme.signing import Payload
    from certkeeper.ports.accounts import ExternalAccount


def bound(public_jwk: Payload, account: ExternalAccount, new_account_url: str) -> Payload:
    """The account's public key, signed with the key from outside: a JWS of its own, with no nonce."""
    protected = _encoded({"alg": "HS256", "kid": account.kid, "url": new_account_url})
    payload = _encoded(public_jwk)
    signature = hmac.new(account.hmac_key, f"{protected}.{payload}".encode("ascii"), hashlib.sha256).digest()
    return {"protected": protected, "payload": payload, "signature": _base64url(signature)}


def _encoded(document: Payload) -> str:
    return _base64url(json.dumps(document).encode())


def _base64url(content: bytes) -> str:
    """RFC 7515 section 2: without padding."""
    return urlsafe_b64encode(content).decode("ascii").rstrip("=")
