"""What a notice is about, and the five things that it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import Source
from certkeeper.domain.clock import from_text
from certkeeper.domain.printable import shown

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.events import Event
    from certkeeper.domain.notices.policy import NoticePolicy
    from certkeeper.domain.orders.order import Order

MAX_CHARACTERS_OF_A_REASON = 500
"""A CA's sentence may be long; what it says first is what counts."""


@dataclass(frozen=True, slots=True)
class NoticeContext:
    """`certificate` and `order` are None where they are not there any more, or none is meant."""

    event: Event
    policy: NoticePolicy
    certificate: Certificate | None = None
    order: Order | None = None

    def detail(self, name: str) -> str:
        """A detail of the event as it was sent, empty where there is none."""
        return dict(self.event.detail).get(name, "")

    def shown_detail(self, name: str) -> str:
        """The same, to be shown."""
        return shown(self.detail(name), MAX_CHARACTERS_OF_A_REASON)

    def moment(self, name: str) -> datetime:
        """A detail that is a moment. Raises ValueError where it is none."""
        return from_text(self.detail(name))

    @property
    def version(self) -> int:
        """The version that the event is about; 0 where it is about none."""
        text = self.detail("version")
        return int(text) if text.isascii() and text.isdigit() else 0

    @property
    def name(self) -> str:
        """What the certificate is called, to be shown; a certificate may have got another name since."""
        return self.shown_detail("name")

    @property
    def path(self) -> str:
        """Where the API has the certificate."""
        return f"/scopes/{self.event.scope}/certificates/{self.event.certificate_id}"

    @property
    def is_uploaded(self) -> bool:
        """Whether only a person can bring a successor."""
        return self.certificate is not None and self.certificate.source is Source.UPLOADED

    @property
    def replaced_by(self) -> int | None:
        """The version that has taken the place of the one that the event is about, or None."""
        if self.certificate is None or not self.version or self.certificate.version <= self.version:
            return None
        return self.certificate.version


class Severity(StrEnum):
    """INFO: nothing is wrong. WARNING: something will be. CRITICAL: something is, or is about to."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """`title` is ASCII, at most 21 characters, and ours to the last: it stands in the subject."""

    title: str
    severity: Severity
    what: str
    why: str
    todo: str


def time_left(left: timedelta) -> str:
    """In days, as thresholds are set: a sweep comes a while after one. In hours where a day would be coarse."""
    day, hour = timedelta(days=1), timedelta(hours=1)
    if left >= 1.5 * day:
        return f"{round(left / day)} days"
    hours = round(left / hour)
    return f"{hours} hours" if hours > 1 else "an hour" if hours == 1 else "a moment"
