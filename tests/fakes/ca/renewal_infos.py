"""`ports.renewals.RenewalInfos` in memory."""

from __future__ import annotations

from certkeeper.domain.errors import TransientError
from certkeeper.domain.renewal.renewal_info import RenewalInfo


class FakeRenewalInfos:
    """Fulfils `ports.renewals.RenewalInfos`. `answers` are by ARI id, `asked` the ids in order; `down`: silent."""

    def __init__(self) -> None:
        self.answers: dict[str, RenewalInfo] = {}
        self.asked: list[str] = []
        self.down = False

    def ask(self, ari_id: str) -> RenewalInfo:
        """See `RenewalInfos.ask`."""
        self.asked.append(ari_id)
        if self.down:
            raise TransientError("the CA could not be reached")
        return self.answers.get(ari_id, RenewalInfo(None))
