"""Where the renewal of a certificate stands. It is about one version: the next one begins with a blank state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.orders.failures import Failure

START_TIMEOUT = timedelta(minutes=10)
"""How long an order that was placed may stay unopened before somebody looks whether its machine was started.

Whoever places an order starts the machine at once, and it opens the order within seconds, or minutes of retries.
"""


@dataclass(frozen=True, slots=True)
class RenewalWindow:
    """When the CA wants the certificate to be renewed (RFC 9773 section 4.2); the URL explains, or is empty."""

    start: datetime
    end: datetime
    explanation_url: str = ""


@dataclass(frozen=True, slots=True)
class RenewalState:
    """`version` is the one that this is about.

    `order_id` is the order that runs, empty for none, and `order_check_at` when it is checked whether it still does.
    `next_attempt_at`: not before. `held_back`: that is for the account's or a name's ration and no failure of ours.
    `chosen_at` is our moment in `window`, kept as long as the window stands; `poll_at` is when the CA is asked again.
    `new_key_wanted_at`: a person wants another key. `announced` are the marks of what has been told of this version.
    """

    version: int = 0
    order_id: str = ""
    order_check_at: datetime | None = None
    failures: int = 0
    first_failed_at: datetime | None = None
    last_failure: Failure | None = None
    next_attempt_at: datetime | None = None
    held_back: bool = False
    window: RenewalWindow | None = None
    chosen_at: datetime | None = None
    poll_at: datetime | None = None
    new_key_wanted_at: datetime | None = None
    announced: tuple[str, ...] = ()

    @property
    def warned(self) -> bool:
        """Whether administrators have heard bad news of this version."""
        return self.failures > 0 or any(mark.startswith(("expiring", "expired")) for mark in self.announced)
