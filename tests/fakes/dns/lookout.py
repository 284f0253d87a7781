"""`ports.challenges.Lookout` over a world that is a dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.dns.findings import Finding, FindingCode
from certkeeper.domain.orders.challenges import ChallengeType, http_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.domain.clock import Clock
    from certkeeper.domain.dns.findings import Expectation
    from tests.fakes.rows.responder import FakeResponder

NOTHING_THERE = {
    ChallengeType.HTTP_01: FindingCode.NOT_FOUND,
    ChallengeType.DNS_01: FindingCode.NO_RECORD,
    ChallengeType.DNS_PERSIST_01: FindingCode.NO_RECORD,
}
WRONG_THERE = {
    ChallengeType.HTTP_01: FindingCode.WRONG_CONTENT,
    ChallengeType.DNS_01: FindingCode.WRONG_RECORD,
    ChallengeType.DNS_PERSIST_01: FindingCode.WRONG_RECORD,
}


class FakeLookout:
    """Fulfils `ports.challenges.Lookout`. It sees what was shown, at `redirected` sites what the responder answers."""

    def __init__(self, clock: Clock, responder: FakeResponder | None = None, *redirected: str) -> None:
        self._clock = clock
        self._responder = responder
        self.redirected = set(redirected)
        self.shown: dict[str, set[str]] = {}
        self.checks = 0

    def show(self, where: str, text: str) -> None:
        """Puts a text at a URL, or one more value at a record name."""
        self.shown.setdefault(where, set()).add(text)

    def check(self, expectations: Sequence[Expectation]) -> tuple[Finding, ...]:
        """See `Lookout.check`."""
        self.checks += 1
        return tuple(self._finding(expectation) for expectation in expectations)

    def _finding(self, expectation: Expectation) -> Finding:
        seen = self._seen(expectation)
        if expectation.expected in seen:
            code, text, advice = FindingCode.READY, expectation.expected, ""
        elif seen:
            code, text, advice = WRONG_THERE[expectation.challenge], min(seen), "put there what is expected"
        else:
            code, text, advice = NOTHING_THERE[expectation.challenge], "", "put there what is expected"
        return Finding(
            name=expectation.name,
            challenge=expectation.challenge,
            code=code,
            where=expectation.where,
            expected=expectation.expected,
            seen=text,
            advice=advice,
            checked_at=self._clock(),
        )

    def _seen(self, expectation: Expectation) -> set[str]:
        seen = set(self.shown.get(expectation.where, ()))
        if self._responder and expectation.name in self.redirected:
            seen |= {
                answer
                for token, answer in self._responder.presented.items()
                if http_url(expectation.name, token) == expectation.where
            }
        return seen
