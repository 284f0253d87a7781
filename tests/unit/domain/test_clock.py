"""Moments survive the way through text, and their texts sort as they do."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.clock import from_text, to_text

moments = st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(9999, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)


@given(moments, moments)
def test_texts_sort_as_the_moments_do(one: datetime, other: datetime) -> None:
    """The table compares texts."""
    assert from_text(to_text(one)) == one
    assert (to_text(one) < to_text(other)) == (one < other)


@pytest.mark.parametrize(
    "text", ["2026-11-23T12:00:00", "yesterday", "", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_a_text_without_a_time_zone_is_no_moment(text: str) -> None:
    """A naive time would be read differently on every machine; and what UTC puts beyond the calendar is none either."""
    with pytest.raises(ValueError, match=r"."):
        from_text(text)
