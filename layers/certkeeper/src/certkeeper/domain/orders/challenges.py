"""ACME challenges: the content of each, computed from the CA's token and the thumbprint of the account's key."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class ChallengeType(StrEnum):
    """The challenges that Certkeeper supports: RFC 8555 sections 8.3 and 8.4, and draft-ietf-acme-dns-persist."""

    HTTP_01 = "http-01"
    DNS_01 = "dns-01"
    DNS_PERSIST_01 = "dns-persist-01"


CHALLENGE_NAMES: Mapping[ChallengeType, str] = {
    ChallengeType.HTTP_01: "HTTP",
    ChallengeType.DNS_01: "DNS",
    ChallengeType.DNS_PERSIST_01: "Persistent DNS record",
}
"""What people call the challenges."""
CHALLENGE_HINTS: Mapping[ChallengeType, str] = {
    ChallengeType.HTTP_01: "a file on the site, or one redirect",
    ChallengeType.DNS_01: "a record (needed for a wildcard)",
    ChallengeType.DNS_PERSIST_01: "set once, for a name, its wildcard and every later order",
}
"""What a person reads in a list of challenges, behind the name."""
HTTP_PATH = "/.well-known/acme-challenge/"
"""The path of http-01, before the token (RFC 8555 section 8.3)."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """One challenge that the CA offers for one authorization; `type` may be one that Certkeeper does not know.

    dns-persist-01 has no token: `issuers` are the CA's names in DNS, and `account_uri` is how the CA wants the account
    to be named there; empty where the account's URL is meant.
    """

    type: str
    url: str
    token: str
    issuers: tuple[str, ...] = ()
    account_uri: str = ""


def key_authorization(token: str, thumbprint: str) -> str:
    """Return the content of http-01, from the token and the account key's thumbprint (RFC 8555 section 8.1)."""
    return f"{token}.{thumbprint}"


def http_url(name: str, token: str) -> str:
    """Return the URL at which the CA validates http-01 for a name and a token, on port 80 (RFC 8555 section 8.3)."""
    return f"http://{name}{HTTP_PATH}{token}"


def txt_name(name: str) -> str:
    """Return the TXT record's name for dns-01 (RFC 8555 section 8.4); a wildcard and its parent domain share it."""
    return f"_acme-challenge.{name.removeprefix('*.')}"


def txt_value(token: str, thumbprint: str) -> str:
    """Return the value of the TXT record of dns-01, from the token and the thumbprint of the account's key.

    It is the SHA-256 of the key authorization in base64url without padding (RFC 8555 section 8.4).
    """
    digest = sha256(key_authorization(token, thumbprint).encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")
