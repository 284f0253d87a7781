"""Ids can be distinguished from other texts."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.adapters.ids import directory_id, is_id
from tests.fakes.ids import CountingIds


def test_the_fakes_ids_are_ids() -> None:
    """A test that uses them can use the adapters too."""
    assert is_id(CountingIds()())


@given(st.uuids())
def test_every_uuid_in_canonical_text_is_an_id(uuid: UUID) -> None:
    """In this form only: one thing, one key."""
    assert is_id(str(uuid))
    assert not is_id(uuid.hex)
    assert not is_id(f"{uuid}\n")
    assert is_id(str(uuid).upper()) is (str(uuid).upper() == str(uuid))


@pytest.mark.parametrize("text", ["", "x", "..", "0" * 36, "\u0660" * 36])
def test_other_texts_are_none(text: str) -> None:
    """They are searched for nowhere."""
    assert not is_id(text)


def test_a_directory_has_a_short_name_of_its_own() -> None:
    """It fits into keys and secret names, whatever stands in the URL."""
    one, other = directory_id("https://ca.test/dir?a=/b"), directory_id("https://ca.test/dir?a=/c")
    assert one != other
    assert len(one) == len(other) == 16
