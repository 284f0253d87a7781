"""What is said when something was done: nobody has to act, unless it was not meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.notices.about import Saying, Severity

if TYPE_CHECKING:
    from certkeeper.domain.notices.about import About


def issued(about: About) -> Saying:
    """An order has led to a certificate."""
    return Saying(
        title="issued",
        severity=Severity.INFO,
        what="A certificate was issued. Its secret in Secrets Manager holds it, with its private key.",
        why="Somebody ordered it, and the CA has seen that the names are ours.",
        todo=f"Nothing now. How it will be renewed is shown by GET {about.path}. {_next_notices(about)}",
    )


def renewed(about: About) -> Saying:
    """After a warning: what was told is settled."""
    return Saying(
        title="renewed",
        severity=Severity.INFO,
        what=f"The certificate was renewed, until {about.said('not_after')}. The warning before this is settled.",
        why="A renewal came through. The secret's name is the old one, its current value is the new version.",
        todo=f"See that your servers have taken the new version; those that read the secret do. {_next_notices(about)}",
    )


def uploaded(about: About) -> Saying:
    """Nobody but a person can renew it."""
    return Saying(
        title="uploaded",
        severity=Severity.INFO,
        what="A certificate was uploaded. Its secret in Secrets Manager holds it, with its private key.",
        why="Somebody brought it, or a successor of it.",
        todo="Nothing now. Certkeeper cannot renew what was issued elsewhere: upload a successor in time "
        f"(POST {about.path}/versions). {_next_notices(about)}",
    )


def exported(about: About) -> Saying:
    """With its key: only those are told."""
    return Saying(
        title="exported with key",
        severity=Severity.WARNING,
        what=f"The certificate was handed out with its private key, as {about.said('format')}.",
        why=f"{about.said('caller')} asked for it.",
        todo="Nothing, if you know of it. If you do not: take the right to export away from whoever that is, revoke "
        f'the certificate (POST {about.path}/revocation, "reason": "keyCompromise"), and replace it.',
    )


def deleted(about: About) -> Saying:
    """It can be brought back for a time."""
    return Saying(
        title="deleted",
        severity=Severity.WARNING,
        what=f"The certificate was deleted. It can be restored until {about.said('recoverable_until')}.",
        why=f"{about.said('caller')} deleted it.",
        todo=f"Nothing, if that was meant. If not, restore it before then: POST {about.path}/restoration. Its secret "
        "cannot be read meanwhile.",
    )


def restored(about: About) -> Saying:
    """Whoever heard that it was deleted hears that it is back."""
    return Saying(
        title="restored",
        severity=Severity.INFO,
        what="The certificate is back, with its secret. The notice that it was deleted is settled.",
        why=f"{about.said('caller')} restored it.",
        todo="Nothing.",
    )


def revoked(about: About) -> Saying:
    """Clients that ask will refuse it from now on."""
    by_ca = about.detail("caller") == "ca"
    successor = f"upload a successor (POST {about.path}/versions)"
    renewal = f"renew it (POST {about.path}/renewals)"
    return Saying(
        title="revoked",
        severity=Severity.CRITICAL if by_ca else Severity.WARNING,
        what=f"Version {about.version} of the certificate is revoked: clients that ask will refuse it.",
        why=f"{'The CA itself' if by_ca else about.said('caller')} revoked it; the reason given is "
        f"{about.said('reason') or 'none'}.",
        todo=f"If it is still in use, {successor if about.is_uploaded else renewal}, and see that your servers take "
        "the new version.",
    )


def _next_notices(about: About) -> str:
    if not about.policy.enabled or not about.policy.days:
        return "Notices of its end are switched off."
    *most, last = about.policy.days
    days = f"{', '.join(map(str, most))} and {last}" if most else str(last)
    return f"Unless it is replaced before, you will be told {days} days before its end."
