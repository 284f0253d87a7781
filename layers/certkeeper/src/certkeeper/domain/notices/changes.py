"""What is said when something was done: nobody has to act, unless it was not meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.notices.context import NoticeContent, Severity

if TYPE_CHECKING:
    from certkeeper.domain.notices.context import NoticeContext


def issued(context: NoticeContext) -> NoticeContent:
    """An order has led to a certificate."""
    return NoticeContent(
        title="issued",
        severity=Severity.INFO,
        what="A certificate was issued. Its secret in Secrets Manager holds it, with its private key.",
        why="Somebody ordered it, and the CA has seen that the names are ours.",
        todo=f"Nothing now. How it will be renewed is shown by GET {context.path}. {_next_notices(context)}",
    )


def renewed(context: NoticeContext) -> NoticeContent:
    """After a warning: what was told is settled."""
    return NoticeContent(
        title="renewed",
        severity=Severity.INFO,
        what=f"The certificate was renewed, until {context.shown_detail('not_after')}. "
        "The warning before this is settled.",
        why="A renewal came through. The secret's name is the old one, its current value is the new version.",
        todo="See that your servers have taken the new version; those that read the secret do. "
        f"{_next_notices(context)}",
    )


def uploaded(context: NoticeContext) -> NoticeContent:
    """Nobody but a person can renew it."""
    return NoticeContent(
        title="uploaded",
        severity=Severity.INFO,
        what="A certificate was uploaded. Its secret in Secrets Manager holds it, with its private key.",
        why="Somebody brought it, or a successor of it.",
        todo="Nothing now. Certkeeper cannot renew what was issued elsewhere: upload a successor in time "
        f"(POST {context.path}/versions). {_next_notices(context)}",
    )


def exported(context: NoticeContext) -> NoticeContent:
    """With its key: only those are told."""
    return NoticeContent(
        title="exported with key",
        severity=Severity.WARNING,
        what=f"The certificate was handed out with its private key, as {context.shown_detail('format')}.",
        why=f"{context.shown_detail('caller')} asked for it.",
        todo="Nothing, if you know of it. If you do not: take the right to export away from whoever that is, revoke "
        f'the certificate (POST {context.path}/revocation, "reason": "keyCompromise"), and replace it.',
    )


def deleted(context: NoticeContext) -> NoticeContent:
    """It can be brought back for a time."""
    return NoticeContent(
        title="deleted",
        severity=Severity.WARNING,
        what=f"The certificate was deleted. It can be restored until {context.shown_detail('recoverable_until')}.",
        why=f"{context.shown_detail('caller')} deleted it.",
        todo=f"Nothing, if that was meant. If not, restore it before then: POST {context.path}/restoration. Its secret "
        "cannot be read meanwhile.",
    )


def restored(context: NoticeContext) -> NoticeContent:
    """Whoever heard that it was deleted hears that it is back."""
    return NoticeContent(
        title="restored",
        severity=Severity.INFO,
        what="The certificate is back, with its secret. The notice that it was deleted is settled.",
        why=f"{context.shown_detail('caller')} restored it.",
        todo="Nothing.",
    )


def revoked(context: NoticeContext) -> NoticeContent:
    """Clients that ask will refuse it from now on."""
    by_ca = context.detail("caller") == "ca"
    successor = f"upload a successor (POST {context.path}/versions)"
    renewal = f"renew it (POST {context.path}/renewals)"
    return NoticeContent(
        title="revoked",
        severity=Severity.CRITICAL if by_ca else Severity.WARNING,
        what=f"Version {context.version} of the certificate is revoked: clients that ask will refuse it.",
        why=f"{'The CA itself' if by_ca else context.shown_detail('caller')} revoked it; the reason given is "
        f"{context.shown_detail('reason') or 'none'}.",
        todo=f"If it is still in use, {successor if context.is_uploaded else renewal}, and see that your servers take "
        "the new version.",
    )


def _next_notices(context: NoticeContext) -> str:
    if not context.policy.enabled or not context.policy.days:
        return "Notices of its end are switched off."
    *most, last = context.policy.days
    days = f"{', '.join(map(str, most))} and {last}" if most else str(last)
    return f"Unless it is replaced before, you will be told {days} days before its end."
