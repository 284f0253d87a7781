"""A moment at random."""

from datetime import UTC, datetime, timedelta

from certkeeper.adapters.random_moments import random_moment

START = datetime(2026, 1, 15, tzinfo=UTC)


def test_a_moment_lies_between_and_is_seldom_the_same() -> None:
    """In whole seconds."""
    end = START + timedelta(days=2)
    found = {random_moment(START, end) for _ in range(50)}
    assert len(found) > 40
    assert all(START <= each <= end and not each.microsecond for each in found)
    assert random_moment(START, START) == START
