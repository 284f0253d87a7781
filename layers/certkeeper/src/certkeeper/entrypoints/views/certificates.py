"""Documents of certificates. None of them has a private key; see `exports` for those."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from certkeeper.domain.renewal.checks import attempt, renewal_mode
from certkeeper.domain.renewal.next_steps import next_action
from certkeeper.entrypoints.views.parts import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateFacts, CertificateVersion
    from certkeeper.domain.certificates.comparison import Loss
    from certkeeper.domain.events import Event
    from certkeeper.domain.notices.policy import NoticePolicy
    from certkeeper.domain.scopes import Scope
    from certkeeper.domain.uploads.verdicts import Remark, Verdicts
    from certkeeper.entrypoints.contract import certificates as documents
    from certkeeper.entrypoints.contract.events import HistoryEvent
    from certkeeper.entrypoints.contract.fields import Remark as RemarkDocument
    from certkeeper.entrypoints.contract.renewals import NextAction, Renewal

MAX_NAMES_LISTED = 100
"""The most names of a certificate in a list: as many as an order has. A page of 100 certificates with 100 names of 253
characters, each twice, is 5 MB; Lambda answers with at most 6 MB.

Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""


def certificate_view(certificate: Certificate, *, now: datetime) -> documents.Certificate:
    """Return the document of a certificate in a list, as of `now`.

    `facts` is null, and `version` 0, while its first order runs.
    """
    return {
        "certificate_id": certificate.certificate_id,
        "scope": certificate.scope,
        "certificate_name": certificate.name,
        "source": certificate.source,
        "names": list(certificate.names),
        "status": certificate.status(now),
        "days_left": certificate.days_left(now),
        "created_at": moment(certificate.created_at),
        "order_id": certificate.order_id or None,
        "version": certificate.version,
        "latest_version": certificate.highest_version,
        "domain": certificate.settings.domain or None,
        "notices_enabled": certificate.settings.notices_enabled,
        "notice_days": list(certificate.settings.notice_days) or None,
        "renewal_enabled": certificate.settings.renewal_enabled,
        "key_reused": certificate.settings.key_reused,
        "deleted_at": moment(certificate.deleted_at),
        "recoverable_until": moment(certificate.recoverable_until),
        "recoverable": certificate.recoverable(now),
        "revoked_at": moment(certificate.revoked_at),
        "revocation_reason": certificate.revocation_reason,
        "renewal": renewal_view(certificate),
        "facts": None if certificate.facts is None else facts_view(certificate.facts),
    }


def certificate_with_chain_view(
    certificate: Certificate, versions: Sequence[CertificateVersion], *, now: datetime
) -> documents.CertificateWithChain:
    """Return the document of one certificate, with its versions and the PEM and verdicts of the current one.

    The newest version comes first; there are none while the first order runs. `now` decides about its status.
    """
    newest = versions[0] if versions else None
    current = next((each for each in versions if each.version == certificate.version), newest)
    return {
        **certificate_view(certificate, now=now),
        "certificate_pem": current.certificate_pem if current else None,
        "chain_pem": current.chain_pem if current else None,
        "root_pem": current.root_pem or None if current else None,
        "version_created_at": moment(current.created_at) if current else None,
        "verdicts": verdicts_view(current.verdicts) if current and current.verdicts else None,
        "versions": [version_view(version, kept=version.version in certificate.kept_versions) for version in versions],
    }


def listed_certificate_view(
    certificate: Certificate, policy: NoticePolicy, scope: Scope, *, now: datetime
) -> documents.Certificate:
    """Return the document of a certificate in a list of its scope.

    With what comes next for it by the policy of its notices, and its names outside the scope. It has the first
    MAX_NAMES_LISTED names, so that a page of certificates with a thousand names each can be answered.
    """
    document = certificate_view(certificate, now=now)
    left_out = len(document["names"]) - MAX_NAMES_LISTED
    if left_out > 0:
        document["names"] = document["names"][:MAX_NAMES_LISTED]
        document["names_left_out"] = left_out
    if document["facts"] is not None:
        document["facts"]["names"] = document["facts"]["names"][:MAX_NAMES_LISTED]
    return {
        **document,
        "next_action": next_action_view(certificate, policy),
        "outside_scope": list(scope.outside(certificate.names))[:MAX_NAMES_LISTED],
    }


def certificate_with_next_action_view(
    certificate: Certificate, versions: Sequence[CertificateVersion], policy: NoticePolicy, *, now: datetime
) -> documents.CertificateWithChain:
    """Return the document of one certificate with its versions and with what comes next for it by the policy."""
    return {
        **certificate_with_chain_view(certificate, versions, now=now),
        "next_action": next_action_view(certificate, policy),
    }


def certificate_with_history_view(
    certificate: Certificate,
    versions: Sequence[CertificateVersion],
    events: Iterable[Event],
    policy: NoticePolicy,
    scope: Scope,
    *,
    now: datetime,
) -> documents.CertificateWithHistory:
    """Return the document of one certificate with its versions, what comes next by the policy, and its events.

    `scope` is its own; names outside it are among what is shown.
    """
    return {
        **certificate_with_chain_view(certificate, versions, now=now),
        "next_action": next_action_view(certificate, policy),
        "outside_scope": list(scope.outside(certificate.names)),
        "history": history_view(events),
    }


def version_view(version: CertificateVersion, *, kept: bool) -> documents.VersionSummary:
    """Return the document of a version in the list of versions.

    `order_id` is the order or the upload that brought it. `kept` says whether it can be made current.
    """
    return {
        "version": version.version,
        "source": version.source,
        "kept": kept,
        "created_at": moment(version.created_at),
        "order_id": version.order_id or None,
        "serial": version.facts.serial,
        "sha256": version.facts.sha256,
        "not_before": moment(version.facts.not_before),
        "not_after": moment(version.facts.not_after),
        "revoked_at": moment(version.revoked_at),
        "revocation_reason": version.revocation_reason,
        "confirmed_losses": cast("list[Loss]", list(version.confirmed_losses)),
    }


def facts_view(facts: CertificateFacts) -> documents.CertificateFacts:
    """Return the document of the facts of a certificate."""
    return {
        "serial": facts.serial,
        "serial_hex": serial_hex(facts.serial),
        "subject": facts.subject,
        "common_name": facts.common_name,
        "issuer": facts.issuer,
        "names": list(facts.names),
        "key_algorithm": facts.key_algorithm,
        "key_bits": facts.key_bits,
        "signature_algorithm": facts.signature_algorithm,
        "format": f"X.509 v{facts.x509_version}",
        "not_before": moment(facts.not_before),
        "not_after": moment(facts.not_after),
        "expiring_at": moment(facts.expiring_at),
        "sha256": facts.sha256,
        "sha1": facts.sha1,
    }


def serial_hex(decimal: str) -> str:
    """Return a decimal serial number in hex, in whole bytes, as `openssl x509 -serial` prints it.

    Some CAs have made negative ones (RFC 5280 section 4.1.2.2).
    """
    number = int(decimal)
    digits = f"{abs(number):X}"
    return ("-" if number < 0 else "") + digits.zfill(len(digits) + len(digits) % 2)


def renewal_view(certificate: Certificate) -> Renewal:
    """Return the document of a certificate's renewal.

    `next_attempt_at` is null while an order runs, and if none will come by itself.
    """
    state = certificate.state
    following = attempt(certificate)
    failure, window = state.last_failure, state.window
    return {
        "mode": renewal_mode(certificate),
        "order_id": state.order_id or None,
        "failures": state.failures,
        "last_failure": None if failure is None else {"code": failure.code, "detail": failure.detail},
        "next_attempt_at": moment(following.at) if following else None,
        "window": None
        if window is None
        else {
            "start": moment(window.start),
            "end": moment(window.end),
            "explanation_url": window.explanation_url or None,
        },
    }


def next_action_view(certificate: Certificate, policy: NoticePolicy) -> NextAction:
    """Return the document of what comes next for a certificate by the policy; `at` is null if no moment is known."""
    following = next_action(certificate, policy)
    return {"action": following.action, "at": moment(following.at), "why": following.why}


def verdicts_view(verdicts: Verdicts) -> documents.Verdicts:
    """Return the document of the verdicts about an upload: who trusts it, whether ACM would import it, and warnings.

    `sound` is always true: an upload that is not sound was refused.
    """
    return {
        "sound": True,
        "trust": verdicts.trust,
        "importable_into_acm": verdicts.importable_into_acm,
        "acm_obstacles": _remarks(verdicts.acm_obstacles),
        "warnings": _remarks(verdicts.warnings),
    }


def _remarks(found: Iterable[Remark]) -> list[RemarkDocument]:
    return [{"code": remark.code, "detail": remark.detail} for remark in found]


def history_view(events: Iterable[Event]) -> list[HistoryEvent]:
    """Return the documents of events, in their order.

    `detail` is what the schema of each type promises, without the ids.
    """
    return [
        {
            "at": moment(event.occurred_at),
            "type": event.type,
            "event_id": event.event_id,
            "order_id": event.order_id or None,
            "detail": dict(event.detail),
        }
        for event in events
    ]
