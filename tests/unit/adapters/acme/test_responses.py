"""Retry-After, in both of its forms."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.adapters.acme.responses import retry_after_seconds
from tests.fakes.clock import START

MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2300, 1, 1)).map(  # noqa: DTZ001 - made aware right here
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)


@given(st.integers(0, 10**9))
def test_seconds_are_taken_as_they_are(seconds: int) -> None:
    """A number means seconds from now."""
    assert retry_after_seconds(str(seconds), START) == seconds


@given(MOMENTS, st.integers(0, 10**8))
def test_a_date_means_the_seconds_until_then(now: datetime, seconds: int) -> None:
    """An HTTP date is compared with the clock that was given, whatever the zone of this machine."""
    header = format_datetime(now + timedelta(seconds=seconds), usegmt=True)
    assert retry_after_seconds(header, now) == seconds


@given(MOMENTS)
def test_a_date_of_the_past_means_now(now: datetime) -> None:
    """A wait is never negative."""
    assert retry_after_seconds(format_datetime(now - timedelta(days=1), usegmt=True), now) == 0


def test_the_zone_of_a_date_counts() -> None:
    """A date in another zone is the same moment: the acme library errs by hours here."""
    moment = (START + timedelta(seconds=90)).astimezone(timezone(timedelta(hours=-5)))
    assert retry_after_seconds(format_datetime(moment), START) == 90


@pytest.mark.parametrize("header", [None, "", "soon", "-5", "1.5", "99999999999", "²", "Mon, 99 Nov 2026 25:00:00 GMT"])
def test_a_header_that_means_nothing_is_no_wait(header: str | None) -> None:
    """What cannot be understood is as if it were not there."""
    assert retry_after_seconds(header, START) is None


@given(st.text())
def test_no_header_breaks_the_reading(header: str) -> None:
    """Whatever the CA sends, the answer is a number or None."""
    wait = retry_after_seconds(header, START)
    assert wait is None or wait >= 0


@given(st.integers(0, 10**7000))
def test_no_number_is_too_long_to_read(number: int) -> None:
    """Numbers beyond what Python likes to parse mean nothing."""
    digits = f"{number:x}".replace("a", "1").translate({ord(char): "2" for char in "bcdef"})
    wait = retry_after_seconds(digits, START)
    assert wait is None or wait <= 10**10
