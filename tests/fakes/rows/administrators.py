"""`ports.notices.Administrators` in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.notices.administrators import SubscriptionCheck

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.notices.administrators import Administrator


class FakeAdministrators:
    """Fulfils `ports.notices.Administrators`."""

    def __init__(self, *administrators: Administrator) -> None:
        self._check = SubscriptionCheck()
        self.stored = {each.address: replace(each, revision=1) for each in administrators}

    def read(self) -> SubscriptionCheck:
        """See `Administrators.read`."""
        return replace(self._check, administrators=dict(self.stored))

    def save(self, administrator: Administrator) -> Administrator | None:
        """See `Administrators.save`."""
        if self._revision(administrator.address) != administrator.revision:
            return None
        following = replace(administrator, revision=administrator.revision + 1)
        self.stored[administrator.address] = following
        return following

    def forget(self, administrator: Administrator) -> None:
        """See `Administrators.forget`."""
        if self._revision(administrator.address) == administrator.revision:
            self.stored.pop(administrator.address, None)

    def note_check(self, now: datetime, others: int) -> None:
        """See `Administrators.note_check`."""
        self._check = SubscriptionCheck(now, others)

    def _revision(self, address: str) -> int:
        return self.stored[address].revision if address in self.stored else 0
