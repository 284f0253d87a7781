"""The contract of `ports.rate_limits.RateLimits`."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

import pytest

from certkeeper.ports.rate_limits import RateLimits
from tests.contracts.examples import NOW

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class MakeRateLimits(Protocol):
    """Makes rate limits over one empty table, as another process would have them."""

    def __call__(self, most: int) -> RateLimits:
        """With so many orders in three hours."""


class RateLimitsContract:
    """Give a fixture `make_rate_limits`."""

    def test_three_hours_have_no_more_orders_than_allowed(self, make_rate_limits: MakeRateLimits) -> None:
        """Whenever one begins to count: a renewal every four minutes, for ten hours."""
        rate_limits = make_rate_limits(12)
        taken = []
        for number in range(150):
            now = NOW + MINUTE * 4 * number
            until = rate_limits.take_order(now)
            if until is None:
                taken.append(now)
            else:
                assert now < until <= now + MINUTE * 15
        assert len(taken) >= 24
        assert all(sum(at <= other < at + HOUR * 3 for other in taken) <= 12 for at in taken)

    def test_people_are_counted_and_never_refused(self, make_rate_limits: MakeRateLimits) -> None:
        """They learn how many of them a quarter of an hour has; renewals get what is left."""
        rate_limits = make_rate_limits(3)
        assert [rate_limits.count_order(NOW) for _ in range(4)] == [1, 2, 3, 4]
        assert rate_limits.count_order(NOW + MINUTE * 15) == 1
        assert rate_limits.take_order(NOW) == NOW + MINUTE * 15
        assert rate_limits.take_order(NOW + HOUR * 3) is not None
        assert rate_limits.take_order(NOW + HOUR * 3 + MINUTE * 15) is None

    def test_two_processes_share_one_rate_limit(self, make_rate_limits: MakeRateLimits) -> None:
        """Whoever comes too late is refused, also within the quarter."""
        one, other = make_rate_limits(5), make_rate_limits(5)
        granted = [each.take_order(NOW) is None for each in (one, other) * 4]
        assert granted == [True] * 5 + [False] * 3

    def test_a_part_is_kept_for_what_is_urgent(self, make_rate_limits: MakeRateLimits) -> None:
        """Whoever has days to go makes way for who has hours."""
        rate_limits = make_rate_limits(20)
        patient = [rate_limits.take_order(NOW, urgent=False) is None for _ in range(20)]
        assert patient == [True] * 18 + [False] * 2
        assert [rate_limits.take_order(NOW, urgent=True) is None for _ in range(3)] == [True, True, False]

    @pytest.mark.parametrize("names", [("shop.example.test",), ("blog.example.test", "shop.example.test")])
    def test_a_name_has_two_validations_in_an_hour_of_the_clock(
        self, make_rate_limits: MakeRateLimits, names: tuple[str, ...]
    ) -> None:
        """So that any sixty minutes have four at the most."""
        rate_limits = make_rate_limits(300)
        for _ in range(2):
            assert rate_limits.take_validations(["shop.example.test"], NOW) is None
        assert rate_limits.take_validations(names, NOW + MINUTE * 59) == NOW + HOUR
        assert rate_limits.take_validations(["other.example.test"], NOW) is None
        assert rate_limits.take_validations(names, NOW + HOUR) is None

    def test_a_wildcard_and_its_apex_are_two_validations_of_one_name(self, make_rate_limits: MakeRateLimits) -> None:
        """One order spends the hour; a hundred names are a hundred names."""
        rate_limits = make_rate_limits(300)
        assert rate_limits.take_validations(["example.test", "*.example.test"], NOW) is None
        assert rate_limits.take_validations(["example.test"], NOW) == NOW + HOUR
        assert rate_limits.take_validations([f"n{number}.example.test" for number in range(100)], NOW) is None
