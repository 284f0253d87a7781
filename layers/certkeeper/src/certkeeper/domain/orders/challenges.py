"""ACME challenges: what each asks for, computed from the CA's token and our account's thumbprint."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class ChallengeType(StrEnum):
    """The challenges that we can satisfy or check: RFC 8555 sections 8.3 and 8.4, draft-ietf-acme-dns-persist."""

    HTTP_01 = "http-01"
    DNS_01 = "dns-01"
    DNS_PERSIST_01 = "dns-persist-01"


CHALLENGE_NAMES: Mapping[ChallengeType, str] = {
    ChallengeType.HTTP_01: "HTTP",
    ChallengeType.DNS_01: "DNS",
    ChallengeType.DNS_PERSIST_01: "Persistent DNS record",
}
"""What people call them."""
CHALLENGE_HINTS: Mapping[ChallengeType, str] = {
    ChallengeType.HTTP_01: "a file on the site, or one redirect",
    ChallengeType.DNS_01: "a record (needed for a wildcard)",
    ChallengeType.DNS_PERSIST_01: "set once, for a name, its wildcard and every later order",
}
"""What a person reads where they choose one, behind its name."""
HTTP_PATH = "/.well-known/acme-challenge/"
"""RFC 8555 section 8.3: what the path of http-01 begins with."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """One challenge that the CA offers for one authorization; `type` may be one that we do not know.

    dns-persist-01 has no token: `issuers` are the names by which the CA is known in DNS, and `account_uri` is how it
    wants our account to be named there; empty where our account's URL is meant.
    """

    type: str
    url: str
    token: str
    issuers: tuple[str, ...] = ()
    account_uri: str = ""


def key_authorization(token: str, thumbprint: str) -> str:
    """RFC 8555 section 8.1: the text that http-01 serves."""
    return f"{token}.{thumbprint}"


def http_url(name: str, token: str) -> str:
    """RFC 8555 section 8.3: where the CA looks, on port 80."""
    return f"http://{name}{HTTP_PATH}{token}"


def txt_name(name: str) -> str:
    """RFC 8555 section 8.4: the record's name; a wildcard and its apex share one."""
    return f"_acme-challenge.{name.removeprefix('*.')}"


def txt_value(token: str, thumbprint: str) -> str:
    """RFC 8555 section 8.4: unpadded base64url of the SHA-256 of the key authorization."""
    digest = sha256(key_authorization(token, thumbprint).encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")
