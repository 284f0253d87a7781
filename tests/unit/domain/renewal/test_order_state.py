"""The pause after a failed renewal."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.renewal.order_state import DAILY, pause_after

HOUR = timedelta(hours=1)
lives = st.timedeltas(timedelta(seconds=1), timedelta(days=400))


def test_with_days_to_go_it_is_a_minute_ten_a_hundred_and_then_a_day() -> None:
    """Let's Encrypt's integration guide."""
    pauses = [pause_after(failures, timedelta(days=30)) for failures in range(1, 6)]
    assert pauses == [timedelta(minutes=each) for each in (1, 10, 100, 1440, 1440)]


def test_a_certificate_of_160_hours_lives_through_an_outage_of_three_days() -> None:
    """It is renewed with 80 hours left; each try takes the machine an hour. The CA is back with eight to go."""
    passed, failures = HOUR, 0
    while passed < 72 * HOUR:
        failures += 1
        passed += pause_after(failures, 80 * HOUR - passed) + HOUR
    assert passed < 78 * HOUR


@given(failures=st.integers(4, 1000), left=lives)
def test_a_pause_never_takes_more_than_a_third_of_what_is_left_nor_less_than_100_minutes(
    failures: int, left: timedelta
) -> None:
    """Whatever comes first; and never more than a day."""
    pause = pause_after(failures, left)
    assert timedelta(minutes=100) <= pause <= DAILY
    assert pause <= max(timedelta(minutes=100), left / 3)


@given(failures=st.integers(4, 1000), over=st.timedeltas(timedelta(), timedelta(days=60)))
def test_an_expired_one_is_tried_once_a_day(failures: int, over: timedelta) -> None:
    """There is nothing to save any more."""
    assert pause_after(failures, -over) == DAILY
