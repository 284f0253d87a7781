"""The notice policy of a certificate: its own settings, else the scope's, else the stack's; and when they are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import NOTICE_SHARE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.domain.certificates.certificate import CertificateFacts, Settings
    from certkeeper.domain.scopes import Scope


@dataclass(frozen=True, slots=True)
class NoticePolicy:
    """Whether notices are sent, and how many days before the end, the most first."""

    enabled: bool
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A moment at which one notice is due, with the number of days as it was set, which identifies the notice."""

    days: int
    at: datetime


def notice_policy(settings: Settings, scope: Scope, stack_days: Sequence[int]) -> NoticePolicy:
    """Return the policy of one certificate, from its settings, its scope and the days of the stack.

    Notices are on unless the certificate or the scope switches them off.
    """
    said = [each.notices_enabled for each in (settings, scope) if each.notices_enabled is not None]
    days = settings.notice_days or scope.notice_days or tuple(stack_days)
    return NoticePolicy(enabled=said[0] if said else True, days=days)


def thresholds(facts: CertificateFacts, days: Sequence[int]) -> tuple[Threshold, ...]:
    """Return when notices are due, earliest first, from a certificate's facts and the days of its policy.

    The first one is not earlier than a third of the lifetime before the end: two weeks would be no warning for a
    certificate of six days. Later ones that would not come after it are left out.
    """
    if not days:
        return ()
    first, *later = days
    left = min(timedelta(days=first), facts.lifetime / NOTICE_SHARE)
    following = [
        Threshold(each, facts.not_after - timedelta(days=each)) for each in later if timedelta(days=each) < left
    ]
    return (Threshold(first, facts.not_after - left), *following)
