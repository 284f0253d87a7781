"""When administrators hear that a certificate ends: its own settings count, else its scope's, else the stack's."""

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
    """Whether, and how many days before the end, the most first."""

    enabled: bool
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A moment at which one notice is due. `days` is how it is set, and what tells it from the others."""

    days: int
    at: datetime


def notice_policy(settings: Settings, scope: Scope, stack_days: Sequence[int]) -> NoticePolicy:
    """What counts for one certificate. Notices are on unless certificate or scope says otherwise."""
    said = [each.notices_enabled for each in (settings, scope) if each.notices_enabled is not None]
    days = settings.notice_days or scope.notice_days or tuple(stack_days)
    return NoticePolicy(enabled=said[0] if said else True, days=days)


def thresholds(facts: CertificateFacts, days: Sequence[int]) -> tuple[Threshold, ...]:
    """The moments, earliest first.

    Where the first lies before two thirds of the life it is moved there: two weeks of six days are no warning. Those
    that would not come after it are left out.
    """
    if not days:
        return ()
    first, *later = days
    left = min(timedelta(days=first), facts.lifetime / NOTICE_SHARE)
    following = [
        Threshold(each, facts.not_after - timedelta(days=each)) for each in later if timedelta(days=each) < left
    ]
    return (Threshold(first, facts.not_after - left), *following)
