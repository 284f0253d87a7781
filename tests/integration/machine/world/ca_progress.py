"""The progress of the CA, read from its log, so that every run polls alike however busy the machine is."""

from __future__ import annotations

import time
from pathlib import Path

MAX_SECONDS = 60.0
POLL_SECONDS = 0.005
WORK = ((b"POST /chalZ/ ->", b"by completed challenge"), (b"Processing finalization", b"Issued certificate serial"))
"""What Pebble says when it is asked to validate or to issue, and when it has."""


class CaProgress:
    """Reads Pebble's log as it grows."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._read = 0
        self._begun = 0

    def wait(self) -> None:
        """Returns when nothing is being validated or issued."""
        deadline = time.monotonic() + MAX_SECONDS
        while self._goes_on():
            if time.monotonic() > deadline:
                self._begun = 0
            time.sleep(POLL_SECONDS)

    def _goes_on(self) -> bool:
        with self._log.open("rb") as log:
            log.seek(self._read)
            lines = log.read().rpartition(b"\n")[0]
        self._read += len(lines)
        self._begun += sum(lines.count(begun) - lines.count(done) for begun, done in WORK)
        return self._begun > 0
