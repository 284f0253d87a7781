"""A short run of what `make fuzz` runs for long."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkeeper.domain.uploads.refusals import UploadRefusedError
from tests.unit.x509.upload.uploading import read
from tools.fuzz.campaign import run
from tools.fuzz.mutations import mutated
from tools.fuzz.seeds import PASSWORD, seeds

SEEDS = seeds()
PACKED = SEEDS[-1].elements[0][1]


@pytest.mark.parametrize("seed", range(4))
def test_mutated_uploads_are_taken_or_refused(seed: int) -> None:
    """Of each form; nothing else is ever raised, and none takes long."""
    ends = run(250, seed)
    assert ends.total() == 250
    assert len(ends) > 5  # not all stopped at the door


@settings(max_examples=100)
@given(st.randoms(use_true_random=False))
def test_hypothesis_finds_nothing_either(random: Random) -> None:
    """It shrinks what it finds."""
    answer(mutated(random, SEEDS))


@settings(max_examples=200)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_noise_is_refused(content: bytes) -> None:
    """Bytes and texts that are nothing."""
    answer(content)


@settings(max_examples=100)
@given(st.text(max_size=50))
def test_any_password_is_only_wrong(password: str) -> None:
    """Whatever people or programs put into the field."""
    with pytest.raises(UploadRefusedError):
        read(PACKED, password=password + PASSWORD + "!")


def answer(content: bytes) -> None:
    """Take it or refuse it."""
    try:
        read(content, password=PASSWORD)
    except UploadRefusedError as error:
        assert error.refusal.sentence  # noqa: PT017 - either end is right
