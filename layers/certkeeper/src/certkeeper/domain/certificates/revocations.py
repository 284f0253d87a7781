"""The reasons for which a certificate is revoked."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class RevocationReason(StrEnum):
    """The reasons of RFC 5280 section 5.3.1 that the holder of a certificate may give.

    `privilegeWithdrawn` is reserved for the CA, and the others are not for server certificates (CA/Browser Forum,
    Baseline Requirements, sections 4.9.1.1 and 7.2.2).
    """

    UNSPECIFIED = "unspecified"
    KEY_COMPROMISE = "keyCompromise"
    AFFILIATION_CHANGED = "affiliationChanged"
    SUPERSEDED = "superseded"
    CESSATION_OF_OPERATION = "cessationOfOperation"

    @property
    def number(self) -> int:
        """The number of the reason in a CRL (RFC 5280 section 5.3.1, CRLReason)."""
        return _NUMBERS[self]


REVOCATION_REASON_HINTS: Mapping[RevocationReason, str] = {
    RevocationReason.SUPERSEDED: "another certificate has replaced it",
    RevocationReason.KEY_COMPROMISE: "somebody else may have the private key",
    RevocationReason.CESSATION_OF_OPERATION: "it is no longer used",
    RevocationReason.AFFILIATION_CHANGED: "the owner has changed",
    RevocationReason.UNSPECIFIED: "none of these",
}
"""What a person reads in a list of reasons, behind the word itself; the most usual first."""

_NUMBERS = {
    RevocationReason.UNSPECIFIED: 0,
    RevocationReason.KEY_COMPROMISE: 1,
    RevocationReason.AFFILIATION_CHANGED: 3,
    RevocationReason.SUPERSEDED: 4,
    RevocationReason.CESSATION_OF_OPERATION: 5,
}
