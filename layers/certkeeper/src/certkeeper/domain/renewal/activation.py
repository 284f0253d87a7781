"""What an activation makes of a certificate: an earlier version is current again, and its renewal begins anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.domain.renewal.checks import wanted

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.domain.events import Event

MAX_PAUSE = timedelta(days=1)
"""The longest pause before a version that was activated is renewed automatically, although it is due (ADR 106)."""
PAUSE_DIVISOR = 3
"""The pause takes at most a third of the time that is left, as pauses after failures do (ADR 52)."""


def activated(certificate: Certificate, version: CertificateVersion, event: Event, now: datetime) -> Certificate:
    """Return a certificate with an earlier version as its current one since `now`, and the event in its outbox.

    The state of its renewal is empty but for what was announced. Where a renewal is due, it waits: it would replace at
    once what a person has just chosen.
    """
    state = replace(certificate.renewal.of_version(version.version), activated_at=now)
    after = replace(certificate.with_current(version), renewal=state, outbox=(*certificate.outbox, event))
    wish, until = wanted(after), now + _pause(version, now)
    if wish is None or wish.at >= until:
        return after
    return replace(after, renewal=replace(state, next_attempt_at=until))


def _pause(version: CertificateVersion, now: datetime) -> timedelta:
    return max(timedelta(), min(MAX_PAUSE, (version.facts.not_after - now) / PAUSE_DIVISOR))
