"""The decision of a sweep about one certificate, made from what was read, before anything is written or called.

The reasons are in ADR 51.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from certkeeper.domain.renewal.checks import Obstacle, attempt, obstacle, stalled_at
from certkeeper.domain.renewal.next_steps import END, STALLED, mark, polls_at, unannounced
from certkeeper.domain.renewal.order_state import OrderState, order_state, with_next_check, with_order_outcome
from certkeeper.domain.renewal.renewal_info import with_renewal_info, without_renewal_info
from certkeeper.domain.renewal.sweep_events import expired, expiring

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.events import Event
    from certkeeper.domain.notices.policy import NoticePolicy
    from certkeeper.domain.orders.order import Order
    from certkeeper.domain.renewal.checks import RenewalReason
    from certkeeper.domain.renewal.renewal_info import RandomMoment, RenewalInfo


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts that were read for one certificate: its running order, and the CA's renewal information.

    None without an answer.
    """

    order: Order | None = None
    info: RenewalInfo | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision of a sweep about one certificate.

    `certificate` is what is stored, with the events to publish in its outbox. `renew` is why a renewal begins now, None
    where none does. `start` is the order for which the state machine is started once more. `stalled`: the renewal makes
    no progress.
    """

    certificate: Certificate
    renew: RenewalReason | None = None
    start: Order | None = None
    stalled: bool = False


def needs_order(certificate: Certificate) -> str:
    """Return the id of the order that has to be read before a decision about the certificate; empty for none."""
    if certificate.deleted_at is not None:
        return ""
    return certificate.order_id if certificate.version == 0 else certificate.state.order_id


def needs_info(certificate: Certificate, now: datetime) -> bool:
    """Return whether the CA has to be asked for the certificate's renewal window now."""
    at = polls_at(certificate)
    return at is not None and at <= now


def decide(
    certificate: Certificate, policy: NoticePolicy, gathered: Gathered, *, random_moment: RandomMoment, now: datetime
) -> Decision:
    """Return what to do with the certificate, by its notice policy and by what was gathered.

    Order, window, notices and renewal are decided in this sequence, because each depends on the one before.
    """
    certificate, failed = _after_order(certificate, gathered, now)
    certificate = _after_info(certificate, gathered, random_moment, now)
    certificate, notices = announced(certificate, policy, now)
    following = attempt(certificate)
    stalled = _is_stalled(certificate, now)
    if stalled and STALLED not in certificate.state.announced:
        marks = (*certificate.state.announced, STALLED)
        certificate = replace(certificate, renewal=replace(certificate.state, announced=marks))
    return Decision(
        certificate=replace(certificate, outbox=(*certificate.outbox, *failed, *notices)),
        renew=following.reason if following and following.at <= now else None,
        start=gathered.order if gathered.order and order_state(gathered.order, now) is OrderState.UNSTARTED else None,
        stalled=stalled,
    )


def announced(certificate: Certificate, policy: NoticePolicy, now: datetime) -> tuple[Certificate, tuple[Event, ...]]:
    """Return the certificate with the marks of the notices that are due now by its policy, and the event.

    Of several notices that are due, only the latest is sent.
    """
    passed = [each for each in unannounced(certificate, policy) if each.at <= now]
    if not passed or certificate.facts is None:
        return certificate, ()
    latest = passed[-1]
    marks = (*certificate.state.announced, *map(mark, passed))
    marked = replace(certificate, renewal=replace(certificate.state, announced=marks))
    if latest.days == END:
        return marked, (expired(certificate, certificate.facts, now),)
    return marked, (expiring(certificate, certificate.facts, latest, now),)


def _after_order(certificate: Certificate, gathered: Gathered, now: datetime) -> tuple[Certificate, tuple[Event, ...]]:
    if not needs_order(certificate):
        return certificate, ()
    if certificate.version == 0:
        return with_next_check(certificate, gathered.order, now), ()
    return with_order_outcome(certificate, gathered.order, now)


def _after_info(
    certificate: Certificate, gathered: Gathered, random_moment: RandomMoment, now: datetime
) -> Certificate:
    facts = certificate.facts
    if facts is None or not needs_info(certificate, now):
        return certificate
    state = certificate.state
    after = (
        with_renewal_info(state, facts, gathered.info, random_moment=random_moment, now=now)
        if gathered.info
        else without_renewal_info(state, now)
    )
    return replace(certificate, renewal=after)


def _is_stalled(certificate: Certificate, now: datetime) -> bool:
    at = stalled_at(certificate) if obstacle(certificate) in {None, Obstacle.RUNNING} else None
    return at is not None and at <= now
