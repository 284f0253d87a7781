"""What administrators hear of a version's end, each exactly once: the marks on its state say what has been told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.notices.policy import Threshold, thresholds
from certkeeper.domain.renewal.sweep_events import expired, expiring

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.events import Event
    from certkeeper.domain.notices.policy import NoticePolicy

EXPIRED = "expired"
END = 0
"""The threshold of no days left."""


def unannounced(certificate: Certificate, policy: NoticePolicy) -> tuple[Threshold, ...]:
    """What is still to be told, earliest first, the end itself last. A revoked certificate has been told of already."""
    facts = certificate.facts
    silent = facts is None or certificate.revoked_at is not None or certificate.deleted_at is not None
    if facts is None or silent or not policy.enabled:
        return ()
    moments = (*thresholds(facts, policy.days), Threshold(END, facts.not_after))
    return tuple(each for each in moments if mark(each) not in certificate.state.announced)


def announced(certificate: Certificate, policy: NoticePolicy, now: datetime) -> tuple[Certificate, tuple[Event, ...]]:
    """The certificate with its marks, and the event. Of several that came due at once the latest says it all."""
    passed = [each for each in unannounced(certificate, policy) if each.at <= now]
    if not passed or certificate.facts is None:
        return certificate, ()
    latest = passed[-1]
    marks = (*certificate.state.announced, *map(mark, passed))
    marked = replace(certificate, renewal=replace(certificate.state, announced=marks))
    if latest.days == END:
        return marked, (expired(certificate, certificate.facts, now),)
    return marked, (expiring(certificate, certificate.facts, latest, now),)


def mark(threshold: Threshold) -> str:
    """What stands on the state once it has been told."""
    return EXPIRED if threshold.days == END else f"expiring:{threshold.days}"
