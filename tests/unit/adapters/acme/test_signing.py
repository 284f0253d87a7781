"""The parts of a request that its signature covers."""

import base64
import hmac
import json

import pytest
from acme.challenges import DNS01, HTTP01
from josepy.jwk import JWK, JWKEC

from certkeeper.adapters.acme.signing import AccountKey
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.orders.challenges import http_url, key_authorization, txt_name, txt_value
from certkeeper.ports.certificate_authority import ExternalAccount
from certkeeper.x509.keys import new_key
from tests.fakes.ca.issuer import thumbprint

URL = "https://ca.example.test/new-order"


def decoded(text: str) -> bytes:
    """Unpadded base64url."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signed(payload: dict[str, object] | None, account_url: str | None) -> tuple[dict[str, object], bytes]:
    """The protected header and the payload of a request."""
    body = json.loads(
        AccountKey(new_key(KeyType.P_256)).sign(payload, url=URL, nonce="bm9uY2U", account_url=account_url)
    )
    return json.loads(decoded(body["protected"])), decoded(body["payload"])


def test_an_account_signs_with_its_address() -> None:
    """`kid` and never `jwk`, with nonce and address (RFC 8555 section 6.2)."""
    header, payload = signed({"a": 1}, "https://ca.example.test/account/1")
    assert header == {"alg": "ES256", "kid": "https://ca.example.test/account/1", "nonce": "bm9uY2U", "url": URL}
    assert json.loads(payload) == {"a": 1}


def test_who_has_no_account_yet_sends_the_key() -> None:
    """`jwk` and never `kid`, and no private part."""
    header, _ = signed({}, None)
    assert "kid" not in header
    assert set(header["jwk"]) == {"kty", "crv", "x", "y"}  # type: ignore[call-overload]  # it is a JSON object


def test_reading_and_an_empty_answer_differ() -> None:
    """POST-as-GET has no payload, asking the CA to check has an empty object: the acme library sends the same."""
    assert signed(None, URL)[1] == b""
    assert signed({}, URL)[1] == b"{}"


def test_the_thumbprint_is_that_of_rfc_7638() -> None:
    """Computed twice, by the library and by hand."""
    key_pem = new_key(KeyType.P_256)
    assert AccountKey(key_pem).thumbprint == thumbprint(key_pem)


def test_another_kind_of_account_key_is_refused() -> None:
    """The account's key is always the one that Certkeeper makes."""
    with pytest.raises(ValueError, match="P-256"):
        AccountKey(new_key(KeyType.P_384))


def test_challenges_ask_for_what_the_library_computes() -> None:
    """Functions that show a record or answer the CA have no `acme` within reach, so the domain computes the same."""
    key, name = new_key(KeyType.P_256), "www.example.test"
    jwk = JWK.load(key.encode())
    assert isinstance(jwk, JWKEC)
    account = AccountKey(key).thumbprint
    http, dns = HTTP01(token=b"0123456789abcdef"), DNS01(token=b"fedcba9876543210")
    assert key_authorization(http.encode("token"), account) == http.validation(jwk)
    assert http_url(name, http.encode("token")) == http.uri(name)
    assert txt_value(dns.encode("token"), account) == dns.validation(jwk)
    assert txt_name(name) == dns.validation_domain_name(name)


def test_a_new_account_is_bound_by_the_key_from_outside() -> None:
    """HS256 over the public key, without a nonce (RFC 8555 section 7.3.4): the MAC is computed again by hand."""
    key, outside = AccountKey(new_key(KeyType.P_256)), ExternalAccount("kid-1", b"k" * 32)
    binding = key.external_account_binding(outside, "https://ca.example.test/new-account")
    protected, payload = str(binding["protected"]), str(binding["payload"])
    header = {"alg": "HS256", "kid": "kid-1", "url": "https://ca.example.test/new-account"}
    assert json.loads(decoded(protected)) == header
    assert json.loads(decoded(payload)) == key.public_jwk
    mac = hmac.digest(outside.hmac_key, f"{protected}.{payload}".encode(), "sha256")
    assert decoded(str(binding["signature"])) == mac
