"""A bounded run of mutated uploads through the reader: each is taken or refused, in seconds."""

from __future__ import annotations

import resource
from collections import Counter
from random import Random

from certkeeper.domain.uploads.refusals import UploadRefusedError
from certkeeper.domain.uploads.upload import Piece, Upload
from certkeeper.x509.upload.accept import read_upload
from certkeeper.x509.upload.judging.roots import PublicRoots
from tests.unit.x509.pki import NOW, STRANGER
from tools.fuzz.mutations import mutated
from tools.fuzz.seeds import PASSWORD, seeds

MAX_SECONDS = 5.0
"""Of CPU, for one upload (ADR 40)."""


class UnexpectedOutcomeError(Exception):
    """An input that the reader did not answer as it should; `content` is it, so that it becomes a test."""

    def __init__(self, number: int, content: bytes, what: str) -> None:
        super().__init__(f"input {number} ({len(content)} bytes): {what}")
        self.content = content


def run(inputs: int, seed: int) -> Counter[str]:
    """Upload so many inputs, mutated from a seed, and return how many ended in each way.

    Raises UnexpectedOutcomeError for an input that is neither taken nor refused, or takes more than MAX_SECONDS.
    """
    random, beginnings = Random(seed), seeds()  # noqa: S311 - the same mutations again
    roots = PublicRoots(STRANGER.pem.encode())
    ends: Counter[str] = Counter()
    for number in range(inputs):
        content = mutated(random, beginnings)
        started = _cpu_seconds()
        try:
            read_upload(Upload((Piece("/file", content),), PASSWORD), roots=roots, now=NOW)
            ends["sound"] += 1
        except UploadRefusedError as error:
            ends[error.refusal.value] += 1
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            raise UnexpectedOutcomeError(number, content, type(error).__name__) from error
        if _cpu_seconds() - started > MAX_SECONDS:
            raise UnexpectedOutcomeError(number, content, f"took more than {MAX_SECONDS} s")
    return ends


def _cpu_seconds() -> float:
    """What this process and its children, which have ended, have used."""
    used = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)
