"""The state of the renewal of one version of a certificate; the next version begins with an empty one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.orders.failures import Failure

START_TIMEOUT = timedelta(minutes=10)
"""How long a placed order may stay unopened before the sweep checks whether its state machine was started.

The process that places an order starts the state machine at once, which opens the order within seconds, or minutes of
retries.
"""


MAX_OTHERS = 12
"""The most versions besides the current one of which it is known what was announced: as many as are kept."""


@dataclass(frozen=True, slots=True)
class RenewalWindow:
    """The period in which the CA suggests renewing (RFC 9773 section 4.2); the URL explains why, or is empty."""

    start: datetime
    end: datetime
    explanation_url: str = ""


@dataclass(frozen=True, slots=True)
class AnnouncedVersion:
    """What administrators were notified of about a version that is not current, as marks."""

    version: int
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RenewalState:
    """The state of the renewal of one version."""

    version: int = 0
    """The number of the version that this is about."""
    order_id: str = ""
    """The running order of the renewal; empty for none."""
    order_check_at: datetime | None = None
    """When the sweep checks whether that order still runs."""
    failures: int = 0
    """How many orders of this renewal have failed in a row."""
    first_failed_at: datetime | None = None
    """When the first of them failed."""
    last_failure: Failure | None = None
    """The reason of the last one; kept for cancelled orders too."""
    next_attempt_at: datetime | None = None
    """The moment before which no other order is placed; None for no pause."""
    held_back: bool = False
    """Whether that pause is for a rate limit of the account or of a name, and not for a failure."""
    window: RenewalWindow | None = None
    """The CA's renewal window; None where it has given none."""
    chosen_at: datetime | None = None
    """The moment that was chosen in the window, kept as long as the window stays the same."""
    poll_at: datetime | None = None
    """When the CA is asked for its window again; None before the first time."""
    new_key_wanted_at: datetime | None = None
    """When a person asked for a new private key; None where nobody has."""
    activated_at: datetime | None = None
    """When this version was activated again, in the place of another; None where it was not."""
    announced: tuple[str, ...] = ()
    """The marks of what administrators were notified of."""
    others: tuple[AnnouncedVersion, ...] = ()
    """What administrators were notified of about other versions, the one that was current last first."""

    @property
    def warned(self) -> bool:
        """Whether administrators were warned about this version."""
        return self.failures > 0 or any(map(_is_notice, self.announced))

    def of_version(self, version: int) -> RenewalState:
        """Return an empty state of a version, which knows what was announced about it and about others.

        An earlier version that is activated begins anew, with no failures and no window, but nobody is notified twice.
        """
        own = AnnouncedVersion(self.version, tuple(filter(_is_notice, self.announced)))
        known = tuple(each for each in (own, *self.others) if each.marks)[:MAX_OTHERS]
        announced = next((each.marks for each in known if each.version == version), ())
        others = tuple(each for each in known if each.version != version)
        return RenewalState(version, announced=announced, others=others)


def _is_notice(mark: str) -> bool:
    return mark.startswith(("expiring", "expired"))
