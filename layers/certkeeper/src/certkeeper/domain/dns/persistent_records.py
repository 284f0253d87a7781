"""The one record that dns-persist-01 looks for: it names a CA and an account, and stays where it is.

draft-ietf-acme-dns-persist, sections on the challenge and on the record's format, as Let's Encrypt (boulder
va/dns_persist.go) and Pebble 2.10 keep it: the text is an issue-value of RFC 8659 section 4.2.
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
"""RFC 8659 section 4.2: printable, without the semicolon; blanks only around it."""
_DIGITS = re.compile(r"[0-9]{1,11}")


class UnreadableRecordError(ValueError):
    """The text is no issue-value; what is wrong with it is said without repeating it."""


@dataclass(frozen=True, slots=True)
class PersistentRecord:
    """`issuer` in lower case without a final dot. `policy` in lower case; `until` is its end, None for none."""

    issuer: str
    account_uri: str
    policy: str = ""
    until: datetime | None = None

    @classmethod
    def for_challenge(cls, challenge: Challenge, account_url: str) -> PersistentRecord:
        """The record that satisfies the challenge for a name and its wildcard, now and later: one and the same.

        Raises ValueError where the CA does not say by which name it goes.
        """
        if not challenge.issuers:
            raise ValueError("a dns-persist-01 challenge without issuer-domain-names")
        return cls(_folded(challenge.issuers[0]), challenge.account_uri or account_url, WILDCARD)

    @classmethod
    def read(cls, text: str) -> PersistentRecord:
        """Raises UnreadableRecordError where the CA could not read it either. Unknown parameters are ignored."""
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
        """The TXT record's value. No semicolon at the end: it would be an empty parameter."""
        policy = f"; policy={self.policy}" if self.policy else ""
        return f"{self.issuer}; accounturi={self.account_uri}{policy}"


def persistent_record_name(name: str) -> str:
    """Where the record stands; a wildcard and its apex share it."""
    return f"_validation-persist.{name.removeprefix('*.')}"


def issuer_of(text: str) -> str:
    """Which CA a record is meant for, however broken the rest of it is: the others at the name do not matter."""
    return _folded(text.partition(";")[0].strip(" \t"))


def _folded(issuer: str) -> str:
    return issuer.removesuffix(".").lower()


def _end(known: dict[str, str]) -> datetime | None:
    """Seconds since 1970."""
    text = known.get("persistuntil")
    if text is None:
        return None
    if _DIGITS.fullmatch(text) is None:
        raise UnreadableRecordError("its persistUntil is not a number of seconds since 1970")
    return datetime.fromtimestamp(int(text), UTC)
