"""Signing requests with an account's key (RFC 8555 section 6.2), by the JWS of the `acme` library (ADR 10)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from acme.jws import JWS
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from josepy.json_util import decode_b64jose, encode_b64jose
from josepy.jwa import ES256, HS256
from josepy.jwk import JWKEC, JWKOct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certkeeper.ports.certificate_authority import ExternalAccount

    Payload = Mapping[str, object]

CONTENT_TYPE = "application/jose+json"
"""The media type of a signed request (RFC 8555 section 6.2)."""


class AccountKey:
    """The key of an account, on P-256; it signs with ES256 (RFC 7518 section 3.4). Any other key raises ValueError."""

    def __init__(self, key_pem: str) -> None:
        private_key = load_pem_private_key(key_pem.encode("ascii"), None)
        if not isinstance(private_key, ec.EllipticCurvePrivateKey) or not isinstance(private_key.curve, ec.SECP256R1):
            raise ValueError("an account key is P-256")  # noqa: TRY004 - the content is wrong, not the type
        self._jwk = JWKEC(key=private_key)

    @property
    def thumbprint(self) -> str:
        """The key's thumbprint: RFC 7638 with SHA-256, base64url. It is the second half of a key authorization."""
        return encode_b64jose(self._jwk.thumbprint())

    @property
    def public_jwk(self) -> Payload:
        """The public key as a JSON Web Key (RFC 7517)."""
        public: Payload = self._jwk.public_key().to_json()
        return public

    def sign(self, payload: Payload | None, *, url: str, nonce: str, account_url: str | None) -> bytes:
        """Return the body of a request: the payload, signed for a URL and a nonce.

        A payload of None makes a POST-as-GET, which is not the same as an empty object (RFC 8555 section 6.3). Without
        `account_url` the public key is sent along, which only newAccount accepts (section 6.2).
        """
        text = b"" if payload is None else json.dumps(payload).encode()
        jws = JWS.sign(text, self._jwk, ES256, nonce=decode_b64jose(nonce), url=url, kid=account_url)
        signed: str = jws.json_dumps()
        return signed.encode()

    def external_account_binding(self, account: ExternalAccount, new_account_url: str) -> Payload:
        """Return this account's public key, signed with the HMAC key of an account at the CA's operator (ADR 38).

        RFC 8555 section 7.3.4. `new_account_url` is the URL of newAccount, for which the signature holds. This JWS has
        no nonce.
        """
        text = json.dumps(self.public_jwk).encode()
        outside = JWKOct(key=account.hmac_key)
        jws = JWS.sign(text, outside, HS256, nonce=None, url=new_account_url, kid=account.kid)
        binding: Payload = json.loads(jws.json_dumps())
        return binding
