"""The checks that say whether, why and when a certificate is renewed, and the obstacles to a renewal.

Every moment comes from the certificate's lifetime, its CA or a person; there is no fixed number of days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.revocations import RevocationReason
from certkeeper.domain.renewal.plan import RenewalMode

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateFacts

SHORT_LIFE = timedelta(days=10)
"""The lifetime below which half is left at renewal, not a third (Let's Encrypt's integration guide)."""
THIRD, HALF = 3, 2
SPREAD_FROM, SPREAD_TO = 0.10, 0.67
"""Parts of the lifetime between which first renewals are spread.

The busiest day then has 1.3 times the mean number of renewals (measured, ADR 53).
"""
RETRIED_AFTER_END = timedelta(days=30)
"""How long after its end a certificate is still renewed automatically: if nobody missed it for a month, it is not in
use.
"""


class RenewalReason(StrEnum):
    """The reasons why a certificate is renewed."""

    REVOKED = "it is revoked"
    NEW_KEY_WANTED = "somebody asked for a new private key"
    WINDOW_PASSED = "the period in which the CA suggests renewing is over, so it is renewed at once"
    MOMENT_REACHED = "the moment that Certkeeper chose in the period that the CA suggests (RFC 9773)"
    SPREAD = "many certificates were ordered at the same time, so their renewals are spread over their lifetime"
    LIFETIME = "a third of its lifetime is left then, or half of it if it lives for less than ten days"


class Obstacle(StrEnum):
    """The obstacles to an automatic renewal, whatever the moment."""

    DELETED = "it is deleted"
    PENDING = "its first order is running"
    RUNNING = "an order of its renewal is running"
    SWITCHED_OFF = "its automatic renewal is switched off"
    RETIRED = "it was revoked because it is no longer used"
    NOT_ISSUED_HERE = "its current version was uploaded"


@dataclass(frozen=True, slots=True)
class Attempt:
    """The moment at which the next order of a renewal is placed, and the reason.

    A moment in the past means that it is due.
    """

    at: datetime
    reason: RenewalReason


def renewal_mode(certificate: Certificate) -> RenewalMode:
    """Return how the certificate is renewed, if no order is running."""
    if certificate.plan is None or not certificate.settings.renewal_enabled or certificate.deleted_at is not None:
        return RenewalMode.NONE
    return certificate.plan.mode


def obstacle(certificate: Certificate) -> Obstacle | None:
    """Return the first obstacle to a renewal of the certificate, or None."""
    return next((each for each, holds in _OBSTACLES if holds(certificate)), None)


def wanted(certificate: Certificate) -> Attempt | None:
    """Return the earliest moment at which a check asks to renew the certificate; None while it has no version."""
    facts = certificate.facts
    if facts is None:
        return None
    moments = [(reason, check(certificate, facts)) for reason, check in _CHECKS]
    found = [Attempt(at, reason) for reason, at in moments if at is not None]
    return min(found, key=lambda attempt: attempt.at)


def attempt(certificate: Certificate) -> Attempt | None:
    """Return the next order of the certificate's renewal, or None where none will be placed.

    It is placed when it is wanted, but not before a pause after a failure is over, and not after Certkeeper has given
    up.
    """
    wish, facts = wanted(certificate), certificate.facts
    if obstacle(certificate) or wish is None or facts is None:
        return None
    pause = certificate.state.next_attempt_at
    at = max(wish.at, pause) if pause else wish.at
    return Attempt(at, wish.reason) if at < _given_up_at(certificate, facts) else None


def stalled_at(certificate: Certificate) -> datetime | None:
    """Return when a renewal of the certificate counts as stalled, or None where it cannot.

    That is when half of the time that was left as it became due has passed without a new version.
    """
    wish, facts = wanted(certificate), certificate.facts
    if wish is None or facts is None or renewal_mode(certificate) is RenewalMode.NONE or wish.at >= facts.not_after:
        return None
    return wish.at + (facts.not_after - wish.at) / HALF


def _given_up_at(certificate: Certificate, facts: CertificateFacts) -> datetime:
    """Return when Certkeeper stops trying to renew.

    An assisted renewal ends with the certificate: a person who ignored all its notices is not asked again.
    """
    assisted = renewal_mode(certificate) is RenewalMode.ASSISTED
    return facts.not_after if assisted else facts.not_after + RETRIED_AFTER_END


def _revoked(certificate: Certificate, _facts: CertificateFacts) -> datetime | None:
    return certificate.revoked_at


def _new_key_wanted(certificate: Certificate, _facts: CertificateFacts) -> datetime | None:
    return certificate.state.new_key_wanted_at


def _window_passed(certificate: Certificate, facts: CertificateFacts) -> datetime | None:
    """Return the end of a renewal window that is over.

    A window that was over before the certificate began counts from its beginning.
    """
    state = certificate.state
    if state.window is None or state.chosen_at is None or state.chosen_at < state.window.end:
        return None
    return max(state.chosen_at, facts.not_before)


def _moment_reached(certificate: Certificate, facts: CertificateFacts) -> datetime | None:
    chosen_at = certificate.state.chosen_at
    return None if chosen_at is None else max(chosen_at, facts.not_before)


def _spread(certificate: Certificate, facts: CertificateFacts) -> datetime | None:
    """Return the moment of a renewal that is spread.

    It is computed from the id, so that it is always the same: a moment chosen anew in each sweep would come too early.
    """
    if certificate.plan is None or not certificate.plan.spread_renewal:
        return None
    share = int.from_bytes(sha256(certificate.certificate_id.encode()).digest()[:4]) / 2**32
    return facts.not_before + facts.lifetime * (SPREAD_FROM + share * (SPREAD_TO - SPREAD_FROM))


def _lifetime(certificate: Certificate, facts: CertificateFacts) -> datetime | None:
    """Return the moment that the lifetime gives; None where the CA has given a renewal window."""
    if certificate.state.chosen_at is not None:
        return None
    return facts.not_after - facts.lifetime / (HALF if facts.lifetime < SHORT_LIFE else THIRD)


_CHECKS: tuple[tuple[RenewalReason, Callable[[Certificate, CertificateFacts], datetime | None]], ...] = (
    (RenewalReason.REVOKED, _revoked),
    (RenewalReason.NEW_KEY_WANTED, _new_key_wanted),
    (RenewalReason.WINDOW_PASSED, _window_passed),
    (RenewalReason.MOMENT_REACHED, _moment_reached),
    (RenewalReason.SPREAD, _spread),
    (RenewalReason.LIFETIME, _lifetime),
)

_OBSTACLES: tuple[tuple[Obstacle, Callable[[Certificate], bool]], ...] = (
    (Obstacle.DELETED, lambda certificate: certificate.deleted_at is not None),
    (Obstacle.PENDING, lambda certificate: certificate.version == 0),
    (Obstacle.RUNNING, lambda certificate: bool(certificate.state.order_id)),
    (Obstacle.NOT_ISSUED_HERE, lambda certificate: certificate.plan is None),
    (Obstacle.SWITCHED_OFF, lambda certificate: not certificate.settings.renewal_enabled),
    (Obstacle.RETIRED, lambda certificate: certificate.revocation_reason is RevocationReason.CESSATION_OF_OPERATION),
)
