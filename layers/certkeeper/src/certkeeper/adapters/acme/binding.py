"""Binding a new account to one outside of ACME: RFC 8555 section 7.3.4."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from acme.jws import JWS
from josepy.jwa import HS256
from josepy.jwk import JWKOct

if TYPE_CHECKING:
    from certkeeper.adapters.acme.signing import Payload
    from certkeeper.ports.accounts import ExternalAccount


def bound(public_jwk: Payload, account: ExternalAccount, new_account_url: str) -> Payload:
    """Return the account's public key signed with the key that the CA gave outside of ACME: a JWS without a nonce."""
    key = JWKOct(key=account.hmac_key)
    text = json.dumps(public_jwk).encode()
    signed: Payload = JWS.sign(text, key, HS256, nonce=None, url=new_account_url, kid=account.kid).to_json()
    return signed
