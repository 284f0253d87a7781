"""The persistent record of dns-persist-01: a TXT record that names a CA and an account, and stays in DNS (ADR 39).

The format is that of draft-ietf-acme-dns-persist, as Let's Encrypt (boulder, va/dns_persist.go) and Pebble 2.10
implement it: the text is an issue-value of RFC 8659 section 4.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certkeeper.domain.orders.challenges import Challenge

WILDCARD = "wildcard"
_KNOWN = frozenset({"accounturi", "policy", "persistuntil"})
_VALUE = re.compile(r"[!-:<-~]*")
"""A value of RFC 8659 section 4.2: printable characters without the semicolon, no spaces inside."""
_DIGITS = re.compile(r"[0-9]{1,11}")


class UnreadableRecordError(ValueError):
    """The text is not an issue-value; the message says what is wrong, without repeating the text."""


@dataclass(frozen=True, slots=True)
class PersistentRecord:
    """The content of a persistent record.

    `issuer` is the CA's name, in lower case without a final dot. `policy` is in lower case; empty for none. `until` is
    when the record ends; None where it does not.
    """

    issuer: str
    account_uri: str
    policy: str = ""
    until: datetime | None = None

    @classmethod
    def for_challenge(cls, challenge: Challenge, account_url: str) -> PersistentRecord:
        """Return the record that satisfies the challenge for the account.

        One for a name, its wildcard and later orders.

        Raises ValueError where the CA does not say by which name DNS knows it.
        """
        if not challenge.issuers:
            raise ValueError("a dns-persist-01 challenge without issuer-domain-names")
        return cls(_folded(challenge.issuers[0]), challenge.account_uri or account_url, WILDCARD)

    @classmethod
    def read(cls, text: str) -> PersistentRecord:
        """Return the record that a text holds. Raises UnreadableRecordError where the CA cannot read it either.

        Unknown parameters are ignored, as the draft demands.
        """
        issuer, *parameters = (part.strip(" \t") for part in text.split(";"))
        known: dict[str, str] = {}
        for parameter in parameters:
            tag, equals, value = (part.strip(" \t") for part in parameter.partition("="))
            if not tag or not equals or _VALUE.fullmatch(value) is None:
                raise UnreadableRecordError("a parameter is empty, has no value, or has a space in it")
            if tag.lower() in known:
                raise UnreadableRecordError(f"it has {tag.lower()} more than once")
            if tag.lower() in _KNOWN:
                known[tag.lower()] = value
        if not known.get("accounturi"):
            raise UnreadableRecordError("it names no accounturi")
        return cls(_folded(issuer), known["accounturi"], known.get("policy", "").lower(), _end(known))

    def text(self) -> str:
        """Return the value of the TXT record. It has no final semicolon, which would be an empty parameter."""
        policy = f"; policy={self.policy}" if self.policy else ""
        return f"{self.issuer}; accounturi={self.account_uri}{policy}"


def persistent_record_name(name: str) -> str:
    """Return the name of the record that proves a name; a wildcard and its parent domain share it."""
    return f"_validation-persist.{name.removeprefix('*.')}"


def issuer_of(text: str) -> str:
    """Return the CA that a record's text is meant for, also where the rest of the text is unreadable.

    Records for other CAs at the same name are no error.
    """
    return _folded(text.partition(";")[0].strip(" \t"))


def _folded(issuer: str) -> str:
    return issuer.removesuffix(".").lower()


def _end(known: dict[str, str]) -> datetime | None:
    """Return the end of the record, from persistUntil in seconds since 1970."""
    text = known.get("persistuntil")
    if text is None:
        return None
    if _DIGITS.fullmatch(text) is None:
        raise UnreadableRecordError("its persistUntil is not a number of seconds since 1970")
    return datetime.fromtimestamp(int(text), UTC)
