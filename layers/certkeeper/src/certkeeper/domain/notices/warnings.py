"""The notices about a failure, or one that is near: what happened, why, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from certkeeper.domain.clock import to_text
from certkeeper.domain.notices.context import NoticeContent, Severity, time_left
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.printable import shown

if TYPE_CHECKING:
    from certkeeper.domain.notices.context import NoticeContext

CRITICAL_DAYS = 3
"""Days before the end from which a notice is critical: a weekend may be all the time that is left."""
MAX_REASON_CHARACTERS = 500
"""The most characters of a failure's reason; a CA's sentence may be long, and its beginning counts."""


class Replacement(TypedDict):
    """The last fields of a content: what to do, and the command and the request that do it."""

    todo: str
    command: str
    request: str


def expiring(context: NoticeContext) -> NoticeContent:
    """Return the content for a threshold that has passed; raise ValueError where `context` has no moment of the end."""
    left = context.moment("not_after") - context.event.occurred_at
    return NoticeContent(
        title=f"expires in {time_left(left)}",
        severity=Severity.CRITICAL if left.days < CRITICAL_DAYS else Severity.WARNING,
        what=f"The certificate expires in {time_left(left)}, at {context.shown_detail('not_after')}.",
        why=_not_replaced(context),
        **_replacement(context),
    )


def expired(context: NoticeContext) -> NoticeContent:
    """Return the content for a certificate that has ended; `context` is what the event is about."""
    return NoticeContent(
        title="has expired",
        severity=Severity.CRITICAL,
        what=f"The certificate expired at {context.shown_detail('not_after')}: clients refuse servers that still use "
        f"it.",
        why=_not_replaced(context),
        **_replacement(context),
    )


def renewal_failed(context: NoticeContext) -> NoticeContent:
    """Return the content for a failed renewal; the `context` says why, and when it is tried again."""
    facts = context.certificate.facts if context.certificate else None
    ends = f" The certificate in use ends at {to_text(facts.not_after)}." if facts else ""
    return NoticeContent(
        title="renewal failed",
        severity=Severity.WARNING,
        what=f"Attempt {context.shown_detail('attempt')} to renew the certificate has failed.{ends}",
        why=f"{context.shown_detail('reason') or 'No reason is known'} ({context.shown_detail('code')}).",
        todo=_already_replaced(context) or f"Correct what the reason says. {_next_attempt(context)}",
        command="" if context.replaced_by else context.command("renew"),
        request="" if context.replaced_by else f"POST {context.path}/renewals",
    )


def action_required(context: NoticeContext) -> NoticeContent:
    """Return the content for a renewal that waits for a person; the `context` has the order with the records."""
    deadline = context.shown_detail("deadline")
    by_http = context.order is not None and context.order.challenge is ChallengeType.HTTP_01
    where = "Redirect the addresses below to Certkeeper" if by_http else "Set the records below at your DNS provider"
    return NoticeContent(
        title="action required",
        severity=Severity.WARNING,
        what=f"The renewal of the certificate waits for you{f' until {deadline}' if deadline else ''}.",
        why="The CA needs a proof that the names are yours, and Certkeeper cannot put it in place by itself.",
        todo=_already_replaced(context)
        or f"{where}{' before then' if deadline else ''}. Certkeeper checks every few minutes and continues by itself.",
    )


def order_failed(context: NoticeContext) -> NoticeContent:
    """Return the content for a first order that has failed; the `context` has the order, where it is still stored."""
    failure = context.order.failure if context.order else None
    reason = shown(failure.detail, MAX_REASON_CHARACTERS) if failure else "the order shows the reason"
    return NoticeContent(
        title="order failed",
        severity=Severity.WARNING,
        what="An order ended without a certificate. The certificate that it was placed for does not exist.",
        why=f"{reason} ({context.shown_detail('code') or 'no code'}).",
        todo="Correct what the reason says, then place a new order. This shows all about the failed order:",
        command=context.order_command,
        request=f"GET /scopes/{context.event.scope}/orders/{context.event.order_id}",
    )


def _next_attempt(context: NoticeContext) -> str:
    if next_at := context.shown_detail("next_attempt_at"):
        return f"Certkeeper tries again at {next_at}. To try at once:"
    return "Certkeeper does not try again by itself. To renew it by hand:"


def _not_replaced(context: NoticeContext) -> str:
    if context.is_uploaded:
        return "It was uploaded, and nobody has uploaded a new version. Certkeeper cannot renew uploaded certificates."
    if context.certificate is not None and not context.certificate.settings.renewal_enabled:
        return "Its renewal is switched off, and nobody has replaced it."
    return f"It has not been renewed yet. To see the reason, run: {context.command('show')}"


def _replacement(context: NoticeContext) -> Replacement:
    """Return what to do so that the certificate is replaced, as the last fields of a content."""
    if already := _already_replaced(context):
        return {"todo": already, "command": "", "request": ""}
    if context.is_uploaded:
        todo = "Upload a new version. The certificate's id and the name of its secret stay the same."
        return {"todo": todo, "command": context.upload_command, "request": f"POST {context.path}/versions"}
    todo = "Correct what keeps it from being renewed, then renew it:"
    return {"todo": todo, "command": context.command("renew"), "request": f"POST {context.path}/renewals"}


def _already_replaced(context: NoticeContext) -> str:
    """Return the advice of a notice that is sent after the version was replaced: nothing is left to do.

    Empty if it was not.
    """
    number = context.replaced_by
    return f"Nothing: version {number} has replaced it." if number else ""
