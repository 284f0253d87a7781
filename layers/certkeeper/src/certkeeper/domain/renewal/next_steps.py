"""The next steps for a certificate: one list, both for what is shown to people and for what the sweep does (ADR 50).

The sweep takes the earliest step; people see the first that concerns them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from certkeeper.domain.notices.policy import Threshold, thresholds
from certkeeper.domain.renewal.checks import Obstacle, attempt, obstacle, renewal_mode, stalled_at
from certkeeper.domain.renewal.plan import RenewalMode
from certkeeper.domain.renewal.renewal_info import ari_id
from certkeeper.domain.renewal.state import START_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.notices.policy import NoticePolicy

    Steps = Callable[[Certificate, NoticePolicy], Iterator["Step"]]

STALLED = "stalled"
EXPIRED = "expired"
ACTIVATED = "an earlier version was activated, and this replaces it; to keep it, switch automatic renewal off"
END = 0
"""The threshold at the end itself: no days left."""


class Action(StrEnum):
    """The kinds of steps. CHECK is for the sweep; SET_RECORD, UPLOAD_SUCCESSOR and RENEW_BY_HAND are for a person."""

    ISSUE = "issue"
    RENEW = "renew"
    FINISH_RENEWAL = "finish_renewal"
    NOTIFY = "notify"
    CHECK = "check"
    SET_RECORD = "set_record"
    UPLOAD_SUCCESSOR = "upload_successor"
    RENEW_BY_HAND = "renew_by_hand"
    NONE = "none"


MANUAL_ACTIONS = (Action.SET_RECORD, Action.UPLOAD_SUCCESSOR, Action.RENEW_BY_HAND)
"""The actions that only a person can do."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is due at a moment; a moment in the past means now."""

    action: Action
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class NextAction:
    """The step that a person is shown. `at` is None where it does not depend on the clock."""

    action: Action
    at: datetime | None
    why: str


def due_at(certificate: Certificate, policy: NoticePolicy, now: datetime) -> datetime | None:
    """Return when a sweep must process the certificate next, at `now` or later; None where nothing is left to do.

    `policy` says when notices are due.
    """
    if certificate.outbox:
        return now
    return min((step.at for step in steps(certificate, policy)), default=None)


def next_action(certificate: Certificate, policy: NoticePolicy) -> NextAction:
    """Return what a person sees: a running order, else the certificate's earliest step, else what they can do.

    `policy` says when notices are due. Checks are not shown.
    """
    if running := _running(certificate):
        return running
    shown = [step for step in steps(certificate, policy) if step.action is not Action.CHECK]
    if not shown:
        return _manual_action(certificate)
    first = min(shown, key=lambda step: step.at)
    return NextAction(first.action, first.at, first.why)


def steps(certificate: Certificate, policy: NoticePolicy) -> tuple[Step, ...]:
    """Return everything that is due at some moment, in no particular order; nothing for a deleted certificate.

    `policy` says when notices are due.
    """
    if certificate.deleted_at is not None:
        return ()
    return tuple(step for source in _SOURCES for step in source(certificate, policy))


def polls_at(certificate: Certificate) -> datetime | None:
    """Return when the CA is to be asked for the certificate's renewal window; None where it is not asked."""
    facts, state = certificate.facts, certificate.state
    blocked = obstacle(certificate) not in {None, Obstacle.RUNNING} or certificate.revoked_at is not None
    if facts is None or blocked or not ari_id(facts):
        return None
    at = state.poll_at or facts.not_before
    return at if at < facts.not_after else None


def _order_checks(certificate: Certificate, _policy: NoticePolicy) -> Iterator[Step]:
    if certificate.version == 0:
        at = certificate.state.order_check_at or certificate.created_at + START_TIMEOUT
        yield Step(Action.CHECK, at, "whether its first order was started")
    elif certificate.state.order_id:
        at = certificate.state.order_check_at or certificate.created_at
        yield Step(Action.CHECK, at, "whether the order of its renewal still runs")


def _renewals(certificate: Certificate, _policy: NoticePolicy) -> Iterator[Step]:
    following = attempt(certificate)
    if following is None:
        return
    state = certificate.state
    why: str = following.reason
    if state.held_back:
        why = f"{why}; it waits because of a rate limit of the CA"
    elif state.next_attempt_at and state.last_failure and following.at == state.next_attempt_at:
        why = f"{why}; the last attempt failed ({state.last_failure.code}), and the next one follows after a pause"
    if state.activated_at:
        why = f"{why}; {ACTIVATED}"
    yield Step(Action.RENEW, following.at, why)


def _window_checks(certificate: Certificate, _policy: NoticePolicy) -> Iterator[Step]:
    if at := polls_at(certificate):
        yield Step(Action.CHECK, at, "when the CA wants it to be renewed (RFC 9773)")


def _notices(certificate: Certificate, policy: NoticePolicy) -> Iterator[Step]:
    for threshold in unannounced(certificate, policy):
        when = "has expired" if threshold.days == END else f"expires within {threshold.days} days"
        yield Step(Action.NOTIFY, threshold.at, f"administrators are notified that it {when}")


def _stall_checks(certificate: Certificate, _policy: NoticePolicy) -> Iterator[Step]:
    blocked = obstacle(certificate) not in {None, Obstacle.RUNNING}
    at = None if blocked or STALLED in certificate.state.announced else stalled_at(certificate)
    if at:
        yield Step(Action.CHECK, at, "whether its renewal has made progress")


_SOURCES: tuple[Steps, ...] = (_order_checks, _renewals, _window_checks, _notices, _stall_checks)


def _running(certificate: Certificate) -> NextAction | None:
    """Return what a running order means for a person: to wait, or to act; None if no order runs."""
    match obstacle(certificate):
        case Obstacle.PENDING:
            return NextAction(Action.ISSUE, None, "its first order is running; the order shows what it waits for")
        case Obstacle.RUNNING if renewal_mode(certificate) is RenewalMode.ASSISTED:
            why = "the order of its renewal waits for a DNS record; the order shows which one, and its deadline"
            return NextAction(Action.SET_RECORD, None, why)
        case Obstacle.RUNNING:
            return NextAction(Action.FINISH_RENEWAL, None, "an order of its renewal is running")
        case _:
            return None


def _manual_action(certificate: Certificate) -> NextAction:
    """Return what a person can do where nothing happens automatically any more."""
    if certificate.deleted_at is not None:
        return NextAction(Action.NONE, None, "it is deleted; restore it to have it renewed")
    if certificate.plan is None:
        return NextAction(
            Action.UPLOAD_SUCCESSOR, None, "its current version was uploaded: only another upload can replace it"
        )
    if not certificate.settings.renewal_enabled:
        return NextAction(Action.RENEW_BY_HAND, None, "its automatic renewal is switched off")
    if obstacle(certificate) is Obstacle.RETIRED:
        return NextAction(Action.NONE, None, Obstacle.RETIRED)
    return NextAction(Action.RENEW_BY_HAND, None, "it has expired, and Certkeeper no longer tries to renew it")


def unannounced(certificate: Certificate, policy: NoticePolicy) -> tuple[Threshold, ...]:
    """Return the thresholds of the policy that are not announced yet, earliest first, the end itself last.

    A revoked certificate has none: its revocation was announced.
    """
    facts = certificate.facts
    silent = facts is None or certificate.revoked_at is not None or certificate.deleted_at is not None
    if facts is None or silent or not policy.enabled:
        return ()
    moments = (*thresholds(facts, policy.days), Threshold(END, facts.not_after))
    return tuple(each for each in moments if mark(each) not in certificate.state.announced)


def mark(threshold: Threshold) -> str:
    """Return the text that marks a threshold as announced in the state."""
    return EXPIRED if threshold.days == END else f"expiring:{threshold.days}"
