"""Why a certificate is revoked."""

from enum import StrEnum


class RevocationReason(StrEnum):
    """The reasons of RFC 5280 section 5.3.1 that whoever holds a certificate may give.

    CA/Browser Forum, Baseline Requirements, sections 4.9.1.1 and 7.2.2, and Let's Encrypt's "Revocation Reason Codes":
    `privilegeWithdrawn` is the CA's own to give, and the others are not for certificates of servers.
    """

    UNSPECIFIED = "unspecified"
    KEY_COMPROMISE = "keyCompromise"
    AFFILIATION_CHANGED = "affiliationChanged"
    SUPERSEDED = "superseded"
    CESSATION_OF_OPERATION = "cessationOfOperation"

    @property
    def number(self) -> int:
        """The CRLReason."""
        return _NUMBERS[self]


_NUMBERS = {
    RevocationReason.UNSPECIFIED: 0,
    RevocationReason.KEY_COMPROMISE: 1,
    RevocationReason.AFFILIATION_CHANGED: 3,
    RevocationReason.SUPERSEDED: 4,
    RevocationReason.CESSATION_OF_OPERATION: 5,
}
