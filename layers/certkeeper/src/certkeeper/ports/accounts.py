"""ACME accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Account:
    """Our account at one ACME directory."""

    directory_url: str
    url: str
    thumbprint: str


class Accounts(Protocol):
    """What is known of our ACME accounts, without their keys."""

    def get(self, directory_url: str) -> Account | None:
        """The account at this directory, or None before the first registration."""

    def put(self, account: Account) -> None:
        """Stores or replaces it."""


@dataclass(frozen=True, slots=True)
class ExternalAccount:
    """RFC 8555 section 7.3.4: what an account elsewhere has given us to bind our ACME account to it."""

    kid: str
    hmac_key: bytes = field(repr=False)
