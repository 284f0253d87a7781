"""The directory (RFC 8555 section 7.1.1): where the CA takes what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.adapters.acme.messages import text_in
from certkeeper.adapters.acme.problems import clean
from certkeeper.domain.errors import TransientError
from certkeeper.ports.certificate_authority import Offer

if TYPE_CHECKING:
    from certkeeper.adapters.acme.answers import Document


@dataclass(frozen=True, slots=True)
class Directory:
    """The three addresses that an order begins with, and the one that revokes; the others come in the answers."""

    new_nonce: str
    new_account: str
    new_order: str
    offer: Offer
    revoke_cert: str = ""

    @classmethod
    def of(cls, document: Document) -> Directory:
        """Raises TransientError where an address is missing."""
        new_nonce, new_account, new_order = (text_in(document, one) for one in ("newNonce", "newAccount", "newOrder"))
        offer = _offer(document.get("meta"), document.get("renewalInfo"))
        return cls(new_nonce, new_account, new_order, offer, clean(document.get("revokeCert")))

    def revocation(self) -> str:
        """Where to revoke. Raises TransientError where the CA does not say: RFC 8555 section 7.1.1 wants it to."""
        if not self.revoke_cert:
            raise TransientError("the CA's directory names no revokeCert")
        return self.revoke_cert


def _offer(meta: object, renewal_info: object) -> Offer:
    """All of it is optional, and what is of another form is as good as missing."""
    informs = isinstance(renewal_info, str) and bool(renewal_info)
    if not isinstance(meta, dict):
        return Offer(renewal_info=informs)
    profiles, issuers = meta.get("profiles"), meta.get("caaIdentities")
    return Offer(
        profiles=tuple(sorted(map(clean, profiles))) if isinstance(profiles, dict) else (),
        issuers=tuple(clean(one).lower() for one in issuers) if isinstance(issuers, list) else (),
        external_account_required=meta.get("externalAccountRequired") is True,
        renewal_info=informs,
    )
