"""What is said when something is about to go wrong, or has: why, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.clock import to_text
from certkeeper.domain.notices.context import NoticeContent, Severity, time_left
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.printable import shown

if TYPE_CHECKING:
    from certkeeper.domain.notices.context import NoticeContext

CRITICAL_DAYS = 3
"""From here on a weekend may be all that is left."""


def expiring(context: NoticeContext) -> NoticeContent:
    """A threshold has passed, and nothing has replaced the version."""
    left = context.moment("not_after") - context.event.occurred_at
    return NoticeContent(
        title=f"expires in {time_left(left)}",
        severity=Severity.CRITICAL if left.days < CRITICAL_DAYS else Severity.WARNING,
        what=f"The certificate ends in {time_left(left)}, at {context.shown_detail('not_after')}.",
        why=_not_replaced(context),
        todo=_replace(context),
    )


def expired(context: NoticeContext) -> NoticeContent:
    """The end has come."""
    return NoticeContent(
        title="has expired",
        severity=Severity.CRITICAL,
        what=f"The certificate ended at {context.shown_detail('not_after')}: clients refuse whoever still uses it.",
        why=_not_replaced(context),
        todo=_replace(context),
    )


def renewal_failed(context: NoticeContext) -> NoticeContent:
    """It will be tried again; what stands in the way may have to be mended by somebody."""
    facts = context.certificate.facts if context.certificate else None
    ends = f" The certificate in use ends at {to_text(facts.not_after)}." if facts else ""
    return NoticeContent(
        title="renewal failed",
        severity=Severity.WARNING,
        what=f"Attempt {context.shown_detail('attempt')} to renew the certificate has failed.{ends}",
        why=f"{context.shown_detail('reason') or 'No reason is known'} ({context.shown_detail('code')}).",
        todo=_settled(context) or f"Mend what the reason says. {_next_attempt(context)}",
    )


def action_required(context: NoticeContext) -> NoticeContent:
    """Only a person can set the record."""
    deadline = context.shown_detail("deadline")
    by_http = context.order is not None and context.order.challenge is ChallengeType.HTTP_01
    where = "Have the addresses below lead to Certkeeper" if by_http else "Set the records below at your DNS provider"
    return NoticeContent(
        title="action required",
        severity=Severity.WARNING,
        what=f"The renewal of the certificate waits for you{f' until {deadline}' if deadline else ''}.",
        why="The CA wants to see that the names are yours, and Certkeeper may not write there itself.",
        todo=_settled(context)
        or f"{where}{' before then' if deadline else ''}. Certkeeper looks every few minutes and goes on by itself.",
    )


def order_failed(context: NoticeContext) -> NoticeContent:
    """A first certificate that somebody waits for."""
    failure = context.order.failure if context.order else None
    reason = shown(failure.detail, 500) if failure else "the order says why"
    order = f"/scopes/{context.event.scope}/orders/{context.event.order_id}"
    return NoticeContent(
        title="order failed",
        severity=Severity.WARNING,
        what="An order has ended without a certificate, and the certificate that it was to bring is gone with it.",
        why=f"{reason} ({context.shown_detail('code') or 'no code'}).",
        todo=f"Mend what the reason says, then place a new order. Everything about this one is in GET {order}.",
    )


def _next_attempt(context: NoticeContext) -> str:
    by_hand = f"POST {context.path}/renewals"
    if next_at := context.shown_detail("next_attempt_at"):
        return f"Certkeeper tries again at {next_at}; to try at once, {by_hand}."
    return f"Certkeeper does not try again by itself: {by_hand} when it is mended."


def _not_replaced(context: NoticeContext) -> str:
    if context.is_uploaded:
        return (
            "It was uploaded, and nobody has uploaded a successor. Certkeeper cannot renew what was issued elsewhere."
        )
    if context.certificate is not None and not context.certificate.settings.renewal_enabled:
        return "Its renewal is switched off, and nobody has replaced it."
    return f"It has not been renewed yet; what keeps it is shown as `renewal` and `next_action` by GET {context.path}."


def _replace(context: NoticeContext) -> str:
    if settled := _settled(context):
        return settled
    if context.is_uploaded:
        return f"Upload a successor: POST {context.path}/versions. Its id and its secret's name stay."
    return f"Mend what keeps it, then renew it at once: POST {context.path}/renewals."


def _settled(context: NoticeContext) -> str:
    """A notice that comes late must not send anybody out of bed."""
    number = context.replaced_by
    return f"Nothing any more: version {number} has taken its place since." if number else ""
