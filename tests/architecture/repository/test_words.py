"""The words that the glossary refuses are in no source, message or document."""

import pytest

from infra.bootstrap.environments import ROOT
from tests.architecture.repository.word_list import faults_of, refused, written


@pytest.mark.parametrize("folder", ["layers", "functions", "cli", "infra", "tools", "tests", "docs", ""])
def test_refused_words_are_not_used(folder: str) -> None:
    """The empty name stands for the files at the root."""
    faults = [
        f"{path}: {fault}"
        for path in written()
        if (path.parts[0] if len(path.parts) > 1 else "") == folder or (folder == "" and path.parts[0][0] == ".")
        for fault in faults_of((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert faults == [], "\n".join([f"{len(faults)} places:", *faults])


@pytest.mark.parametrize("text", ["Who is told?", "looked_at = 1", "StandingRecord", "MOST_NAMES", "Twice is once."])
def test_a_refused_word_is_found(text: str) -> None:
    """In prose, in an identifier, in the name of a class, as a prefix, and as a phrase."""
    assert list(faults_of(text))


@pytest.mark.parametrize("text", ["lookout", "outstanding", "duration", "look up a host", "us-east-1", "flour"])
def test_other_words_that_contain_one_are_left_alone(text: str) -> None:
    """A list that refuses too much would be switched off."""
    assert not list(faults_of(text))


def test_each_word_says_what_to_use_instead() -> None:
    """A list without its reasons is only an annoyance."""
    assert len(refused()) > 15
    assert all(refused().values())
