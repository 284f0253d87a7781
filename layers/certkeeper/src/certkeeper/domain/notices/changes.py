"""The notices about changes of a certificate: nobody has to act, unless the change was a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from certkeeper.domain.notices.context import NoticeContent, Severity

if TYPE_CHECKING:
    from certkeeper.domain.notices.context import NoticeContext


class Steps(TypedDict):
    """The last fields of a content: the command and the request that do what the notice advises."""

    command: str
    request: str


def issued(context: NoticeContext) -> NoticeContent:
    """Return the content for an order that has led to a certificate; `context` is what the event is about."""
    return NoticeContent(
        title="issued",
        severity=Severity.INFO,
        what="A certificate was issued. Its secret in Secrets Manager holds it, with its private key.",
        why="It was ordered, and the CA has verified its names.",
        todo=f"Nothing now. {_next_notices(context)} This shows how it will be renewed:",
        command=context.command("show"),
        request=f"GET {context.path}",
    )


def renewed(context: NoticeContext) -> NoticeContent:
    """Return the content for a renewal after a warning: the `context` has the warned version's successor."""
    return NoticeContent(
        title="renewed",
        severity=Severity.INFO,
        what=f"The certificate was renewed. It is now valid until {context.shown_detail('not_after')}.",
        why="A renewal has succeeded, so the earlier warning no longer applies. The secret keeps its name, and its "
        "current value is the new version.",
        todo=f"Check that your servers use the new version; those that read the secret do. {_next_notices(context)}",
    )


def uploaded(context: NoticeContext) -> NoticeContent:
    """Return the content for an upload; the `context` has a certificate that only a person can replace."""
    return NoticeContent(
        title="uploaded",
        severity=Severity.INFO,
        what="A certificate was uploaded. Its secret in Secrets Manager holds it, with its private key.",
        why=f"Somebody uploaded it, {'as a new certificate' if context.version == 1 else 'as a new version of one'}.",
        todo=f"Nothing now. {_next_notices(context)} Certkeeper cannot renew an uploaded certificate: before it ends, "
        "upload a new version.",
        command=context.upload_command,
        request=f"POST {context.path}/versions",
    )


def activated(context: NoticeContext) -> NoticeContent:
    """Return the content for an activation; the `context` says which version was current before, and who asked."""
    replaced = context.shown_detail("replaced")
    return NoticeContent(
        title="earlier version activated",
        severity=Severity.WARNING,
        what=f"Version {context.version} of the certificate is current again, in the place of version {replaced}. It "
        f"is valid until {context.shown_detail('not_after')}.",
        why=f"{context.shown_detail('caller')} asked for it.",
        todo="Check that your servers use it; those that read the secret do. If this was a mistake, make version "
        f"{replaced} current again:",
        command=context.command("rollback", f"--version {replaced}"),
        request=f"POST {context.path}/versions/{replaced}/activation",
    )


def exported(context: NoticeContext) -> NoticeContent:
    """Return the content for an export with the private key; the `context` says who asked for it."""
    caller = context.shown_detail("caller")
    replace, revoke = (
        ("upload a new version", "ask its CA to revoke") if context.is_uploaded else ("renew the certificate", "revoke")
    )
    return NoticeContent(
        title="exported with key",
        severity=Severity.WARNING,
        what=f"The certificate was exported with its private key, in the format {context.shown_detail('format')}.",
        why=f"{caller} asked for it.",
        todo=f"Nothing, if you expected it. If not, take the permission to export away from that caller, {replace}, "
        f"then {revoke} version {context.version}:",
        **_leaked(context),
    )


def _leaked(context: NoticeContext) -> Steps:
    """Return the command and the request for a key that may be known to others: an upload cannot be revoked here."""
    if context.is_uploaded:
        return {"command": context.upload_command, "request": f"POST {context.path}/versions"}
    return {
        "command": context.command("revoke", f"--version {context.version} --reason keyCompromise"),
        "request": f'POST {context.path}/revocation with {{"version": {context.version}, "reason": "keyCompromise"}}',
    }


def deleted(context: NoticeContext) -> NoticeContent:
    """Return the content for a deletion; the `context` says until when it can be restored."""
    return NoticeContent(
        title="deleted",
        severity=Severity.WARNING,
        what="The certificate was deleted, and its secret cannot be read. It can be restored until "
        f"{context.shown_detail('recoverable_until')}.",
        why=f"{context.shown_detail('caller')} deleted it.",
        todo="Nothing, if that was intended. If not, restore it before then:",
        command=context.command("restore"),
        request=f"POST {context.path}/restoration",
    )


def restored(context: NoticeContext) -> NoticeContent:
    """Return the content for a restoration; the `context` says who restored it."""
    return NoticeContent(
        title="restored",
        severity=Severity.INFO,
        what="The certificate was restored, with its secret. The notice of its deletion no longer applies.",
        why=f"{context.shown_detail('caller')} restored it.",
        todo="Nothing.",
    )


def revoked(context: NoticeContext) -> NoticeContent:
    """Return the content for a revocation; the `context` says by which caller, or by the CA itself."""
    by_ca = context.detail("caller") == "ca"
    return NoticeContent(
        title="revoked",
        severity=Severity.CRITICAL if by_ca else Severity.WARNING,
        what=f"Version {context.version} of the certificate is revoked: clients that check revocation refuse it.",
        why=f"{'The CA itself' if by_ca else context.shown_detail('caller')} revoked it; the reason given is "
        f"{context.shown_detail('reason') or 'none'}.",
        todo=f"If it is still in use, {'upload a new version' if context.is_uploaded else 'renew it'}, and check that "
        "your servers use the new version.",
        command=context.upload_command if context.is_uploaded else context.command("renew"),
        request=f"POST {context.path}/{'versions' if context.is_uploaded else 'renewals'}",
    )


def _next_notices(context: NoticeContext) -> str:
    if not context.policy.enabled or not context.policy.days:
        return "Notices before its end are switched off."
    *most, last = context.policy.days
    days = f"{', '.join(map(str, most))} and {last}" if most else str(last)
    return f"Unless it is replaced first, you will be notified {days} days before its end."
