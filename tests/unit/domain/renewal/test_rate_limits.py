"""The counts against the CA's limits, and the periods in which they are kept."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.renewal.rate_limits import HOUR, QUARTER, QUARTERS_BEFORE, beginning, following, for_renewals

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments, st.sampled_from((QUARTER, HOUR)))
def test_a_moment_is_in_its_bucket(moment: datetime, bucket: timedelta) -> None:
    """And the next one begins after it."""
    assert beginning(moment, bucket) <= moment < following(moment, bucket)
    assert following(moment, bucket) - beginning(moment, bucket) == bucket
    assert beginning(beginning(moment, bucket), bucket) == beginning(moment, bucket)


@given(moments, st.timedeltas(timedelta(0), timedelta(hours=3) - timedelta(microseconds=1)))
def test_three_hours_are_covered_by_what_is_summed(moment: datetime, back: timedelta) -> None:
    """Whatever was counted less than three hours ago is in one of the quarters."""
    oldest = beginning(moment, QUARTER) - QUARTERS_BEFORE * QUARTER
    assert oldest <= beginning(moment - back, QUARTER)


def test_renewals_leave_a_tenth_to_orders_that_are_placed_twice_and_to_people() -> None:
    """Of Let's Encrypt's 300, and of less."""
    assert [for_renewals(most) for most in (300, 100, 20, 11, 10, 2, 1)] == [270, 90, 18, 9, 9, 1, 1]


@given(most=st.integers(1, 1_000_000))
def test_there_is_always_something_to_share_out_and_never_more_than_there_is(most: int) -> None:
    """A rate limit of nothing would renew nothing."""
    assert 1 <= for_renewals(most) <= most
