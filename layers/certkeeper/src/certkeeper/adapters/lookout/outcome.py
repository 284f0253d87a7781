"""What one look came to, before it becomes a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certkeeper.domain.dns.findings import FindingCode

MOST_CHARACTERS = 200
"""As domain.findings.Finding.seen says."""


class NotReady(Exception):
    """The look ended without the expected answer: what was seen, at which name server, and what a person can change."""

    def __init__(self, code: FindingCode, seen: str, advice: str, *, server: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.seen = shown(seen)
        self.advice = advice
        self.server = server


class DnsFailure(Exception):
    """No usable answer; the text is what came instead (`SERVFAIL`, or in words)."""


def shown(text: str) -> str:
    """A stranger's text on one line, printable, at most 200 characters."""
    printable = "".join(char if char.isprintable() else " " for char in text[: 4 * MOST_CHARACTERS])
    line = " ".join(printable.split())
    return line if len(line) <= MOST_CHARACTERS else line[: MOST_CHARACTERS - 1] + "…"
