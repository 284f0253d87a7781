"""Which events administrators hear of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.events import EventType
from certkeeper.domain.orders.order import OrderStatus

if TYPE_CHECKING:
    from certkeeper.domain.notices.about import About


def is_wanted(about: About) -> bool:
    """Whether a notice goes out.

    What can be switched off is the approach of an end. A renewal is told where it settles a warning, an export where
    the private key was in it, and a failed order where it was the first: of renewals that fail `RENEWAL_FAILED` tells.
    Who cancels an order knows it.
    """
    match about.event.type:
        case EventType.CERTIFICATE_EXPIRING | EventType.CERTIFICATE_EXPIRED:
            return about.policy.enabled
        case EventType.CERTIFICATE_RENEWED:
            return about.detail("after_warning") == "true"
        case EventType.CERTIFICATE_EXPORTED:
            return about.detail("with_key") == "true"
        case EventType.ORDER_FAILED:
            had_none = about.certificate is None or about.certificate.version == 0
            return had_none and about.detail("status") != OrderStatus.CANCELLED
        case _:
            return True
