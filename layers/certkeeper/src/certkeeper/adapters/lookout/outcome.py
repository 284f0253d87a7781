"""The outcome of one check, before it becomes a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.printable import one_line

if TYPE_CHECKING:
    from certkeeper.domain.dns.findings import FindingCode

MAX_SEEN_CHARACTERS = 200
"""The longest text in which a finding shows what was found; the contract of the API promises it."""


class NotReady(Exception):
    """The check did not find what was expected: what it found, at which name server, and what a person can change."""

    def __init__(
        self, code: FindingCode, seen: str, advice: str, *, server: str = "", where: str = "", expected: str = ""
    ) -> None:
        """Take what a finding shows; `where` and `expected` are given where they are not those of the challenge."""
        super().__init__(code)
        self.code = code
        self.seen = one_line(seen, MAX_SEEN_CHARACTERS)
        self.advice = advice
        self.server = server
        self.where = where
        self.expected = expected


class DnsFailure(Exception):
    """There is no usable answer. The text says what came in its place: a response code (`SERVFAIL`) or words."""
