"""Thresholds that would warn nobody are refused where they are set."""

from datetime import timedelta

import pytest

from certkeeper.domain.notices.days import DEFAULT_NOTICE_DAYS, notice_days_violations


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ((), "notice_days_empty"),
        (tuple(range(11, 0, -1)), "notice_days_many"),
        ((-1,), "notice_days_out_of_bounds"),
        ((0,), "notice_days_out_of_bounds"),
        ((399,), "notice_days_out_of_bounds"),
        ((7, 14), "notice_days_unsorted"),
        ((7, 7), "notice_days_unsorted"),
    ],
)
def test_what_cannot_be_a_threshold_is_refused_with_its_reason(days: tuple[int, ...], code: str) -> None:
    """One code for each mistake."""
    codes = [violation.code for violation in notice_days_violations(days, "/notice_days")]
    assert codes == [code]


def test_a_threshold_as_long_as_the_life_is_refused() -> None:
    """It would be there from the first day on."""
    codes = [violation.code for violation in notice_days_violations((45, 7), "", timedelta(days=45))]
    assert codes == ["notice_days_over_lifetime"]


def test_the_default_is_a_fine_list() -> None:
    """Two weeks, a week, and two last calls."""
    assert not list(notice_days_violations(DEFAULT_NOTICE_DAYS, "", timedelta(days=45)))
