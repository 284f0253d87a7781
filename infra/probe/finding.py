"""A check and what it found."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.probe.target import Target


class Verdict(StrEnum):
    """How an answer is judged."""

    GOOD = "good"
    BAD = "bad"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Finding:
    """What an answer was (`came`), how it is judged, and what it `means` for whoever runs the stack."""

    verdict: Verdict
    came: str
    means: str


@dataclass(frozen=True, slots=True)
class Check:
    """One question. `asked` says what is called, `see` is the document that the answer is about, `run` asks."""

    name: str
    asked: str
    see: str
    run: "Callable[[Target], Finding]"


def good(came: str, means: str) -> Finding:
    """Return a finding that needs nothing: what came, and what it means."""
    return Finding(Verdict.GOOD, came, means)


def bad(came: str, means: str) -> Finding:
    """Return a finding that needs somebody: what came, and what it means."""
    return Finding(Verdict.BAD, came, means)


def not_known(came: str, means: str) -> Finding:
    """Return a finding that decides nothing: what came, and what it means."""
    return Finding(Verdict.NOT_KNOWN, came, means)


def judged(*, is_good: bool, came: str, means_good: str, means_bad: str) -> Finding:
    """Return a good or a bad finding for what came, with what each means."""
    return good(came, means_good) if is_good else bad(came, means_bad)
