"""What is said when something is about to go wrong, or has: why, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.clock import to_text
from certkeeper.domain.notices.about import Saying, Severity, time_left
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.printable import shown

if TYPE_CHECKING:
    from certkeeper.domain.notices.about import About

CRITICAL_DAYS = 3
"""From here on a weekend may be all that is left."""


def expiring(about: About) -> Saying:
    """A threshold has passed, and nothing has replaced the version."""
    left = about.moment("not_after") - about.event.occurred_at
    return Saying(
        title=f"expires in {time_left(left)}",
        severity=Severity.CRITICAL if left.days < CRITICAL_DAYS else Severity.WARNING,
        what=f"The certificate ends in {time_left(left)}, at {about.said('not_after')}.",
        why=_not_replaced(about),
        todo=_replace(about),
    )


def expired(about: About) -> Saying:
    """The end has come."""
    return Saying(
        title="has expired",
        severity=Severity.CRITICAL,
        what=f"The certificate ended at {about.said('not_after')}: clients refuse whoever still uses it.",
        why=_not_replaced(about),
        todo=_replace(about),
    )


def renewal_failed(about: About) -> Saying:
    """It will be tried again; what stands in the way may have to be mended by somebody."""
    facts = about.certificate.facts if about.certificate else None
    ends = f" The certificate in use ends at {to_text(facts.not_after)}." if facts else ""
    return Saying(
        title="renewal failed",
        severity=Severity.WARNING,
        what=f"Attempt {about.said('attempt')} to renew the certificate has failed.{ends}",
        why=f"{about.said('reason') or 'No reason is known'} ({about.said('code')}).",
        todo=_settled(about) or f"Mend what the reason says. {_next_attempt(about)}",
    )


def action_required(about: About) -> Saying:
    """Only a person can set the record."""
    deadline = about.said("deadline")
    by_http = about.order is not None and about.order.challenge is ChallengeType.HTTP_01
    where = "Have the addresses below lead to Certkeeper" if by_http else "Set the records below at your DNS provider"
    return Saying(
        title="action required",
        severity=Severity.WARNING,
        what=f"The renewal of the certificate waits for you{f' until {deadline}' if deadline else ''}.",
        why="The CA wants to see that the names are yours, and Certkeeper may not write there itself.",
        todo=_settled(about)
        or f"{where}{' before then' if deadline else ''}. Certkeeper looks every few minutes and goes on by itself.",
    )


def order_failed(about: About) -> Saying:
    """A first certificate that somebody waits for."""
    failure = about.order.failure if about.order else None
    reason = shown(failure.detail, 500) if failure else "the order says why"
    order = f"/scopes/{about.event.scope}/orders/{about.event.order_id}"
    return Saying(
        title="order failed",
        severity=Severity.WARNING,
        what="An order has ended without a certificate, and the certificate that it was to bring is gone with it.",
        why=f"{reason} ({about.said('code') or 'no code'}).",
        todo=f"Mend what the reason says, then place a new order. Everything about this one is in GET {order}.",
    )


def _next_attempt(about: About) -> str:
    by_hand = f"POST {about.path}/renewals"
    if next_at := about.said("next_attempt_at"):
        return f"Certkeeper tries again at {next_at}; to try at once, {by_hand}."
    return f"Certkeeper does not try again by itself: {by_hand} when it is mended."


def _not_replaced(about: About) -> str:
    if about.is_uploaded:
        return (
            "It was uploaded, and nobody has uploaded a successor. Certkeeper cannot renew what was issued elsewhere."
        )
    if about.certificate is not None and not about.certificate.settings.renewal_enabled:
        return "Its renewal is switched off, and nobody has replaced it."
    return f"It has not been renewed yet; what keeps it is shown as `renewal` and `next_action` by GET {about.path}."


def _replace(about: About) -> str:
    if settled := _settled(about):
        return settled
    if about.is_uploaded:
        return f"Upload a successor: POST {about.path}/versions. Its id and its secret's name stay."
    return f"Mend what keeps it, then renew it at once: POST {about.path}/renewals."


def _settled(about: About) -> str:
    """A notice that comes late must not send anybody out of bed."""
    number = about.replaced_by
    return f"Nothing any more: version {number} has taken its place since." if number else ""
