"""What administrators hear of a version's end, each exactly once: the marks on its state say what has been told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.notices.policy import Threshold, thresholds

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import Certificate
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


def mark(threshold: Threshold) -> str:
    """What stands on the state once it has been told."""
    return EXPIRED if threshold.days == END else f"expiring:{threshold.days}"
