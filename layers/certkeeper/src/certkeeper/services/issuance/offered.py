"""What the CA does not offer is not asked for: the order ends with what it does offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.orders.failures import Failure
from certkeeper.services.issuance.running import fail

if TYPE_CHECKING:
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.certificate_authority import Offer
    from certkeeper.ports.orders import Orders


def require_profile(order: Order, offer: Offer, *, orders: Orders) -> None:
    """Raises OrderFailed where the order names a profile that the directory does not have."""
    if not order.profile or order.profile in offer.profiles:
        return
    offered = f"choose one of {', '.join(offer.profiles)}" if offer.profiles else "it has none at all: name none"
    sentence = f"the CA does not offer this profile; {offered}"
    fail(order, Failure("profile_not_offered", sentence), orders=orders)


def require_challenge(order: Order, *, orders: Orders) -> None:
    """Raises OrderFailed where the CA does not offer the order's challenge for a name that is still to be proved."""
    if order.challenge is None:
        return
    without = [one.name for one in order.pending_authorizations if one.challenge(order.challenge) is None]
    if not without:
        return
    offered = sorted({each.type for one in order.pending_authorizations for each in one.challenges})
    sentence = (
        f"the CA does not offer {order.challenge} for {len(without)} of the names, but {', '.join(offered)}; "
        "choose another challenge"
    )
    fail(order, Failure("challenge_not_offered", sentence, names=tuple(without)), orders=orders)
