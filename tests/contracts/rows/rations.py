"""The contract of `ports.rations.Rations`."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

import pytest

from certkeeper.ports.rations import Rations
from tests.contracts.examples import NOW

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class MakeRations(Protocol):
    """Makes rations over one empty table, as another process would have them."""

    def __call__(self, most: int) -> Rations:
        """With so many orders in three hours."""


class RationsContract:
    """Give a fixture `make_rations`."""

    def test_three_hours_have_no_more_orders_than_allowed(self, make_rations: MakeRations) -> None:
        """Whenever one begins to count: a renewal every four minutes, for ten hours."""
        rations = make_rations(12)
        taken = []
        for number in range(150):
            now = NOW + MINUTE * 4 * number
            until = rations.take_order(now)
            if until is None:
                taken.append(now)
            else:
                assert now < until <= now + MINUTE * 15
        assert len(taken) >= 24
        assert all(sum(at <= other < at + HOUR * 3 for other in taken) <= 12 for at in taken)

    def test_people_are_counted_and_never_refused(self, make_rations: MakeRations) -> None:
        """They are told how many of them a quarter of an hour has; renewals get what is left."""
        rations = make_rations(3)
        assert [rations.note(NOW) for _ in range(4)] == [1, 2, 3, 4]
        assert rations.note(NOW + MINUTE * 15) == 1
        assert rations.take_order(NOW) == NOW + MINUTE * 15
        assert rations.take_order(NOW + HOUR * 3) is not None
        assert rations.take_order(NOW + HOUR * 3 + MINUTE * 15) is None

    def test_two_processes_share_one_ration(self, make_rations: MakeRations) -> None:
        """Whoever comes too late is refused, also within the quarter."""
        one, other = make_rations(5), make_rations(5)
        granted = [each.take_order(NOW) is None for each in (one, other) * 4]
        assert granted == [True] * 5 + [False] * 3

    def test_a_part_is_kept_for_what_is_urgent(self, make_rations: MakeRations) -> None:
        """Whoever has days to go makes way for who has hours."""
        rations = make_rations(20)
        patient = [rations.take_order(NOW, urgent=False) is None for _ in range(20)]
        assert patient == [True] * 18 + [False] * 2
        assert [rations.take_order(NOW, urgent=True) is None for _ in range(3)] == [True, True, False]

    @pytest.mark.parametrize("names", [("shop.example.test",), ("blog.example.test", "shop.example.test")])
    def test_a_name_has_two_validations_in_an_hour_of_the_clock(
        self, make_rations: MakeRations, names: tuple[str, ...]
    ) -> None:
        """So that any sixty minutes have four at the most."""
        rations = make_rations(300)
        for _ in range(2):
            assert rations.take_validations(["shop.example.test"], NOW) is None
        assert rations.take_validations(names, NOW + MINUTE * 59) == NOW + HOUR
        assert rations.take_validations(["other.example.test"], NOW) is None
        assert rations.take_validations(names, NOW + HOUR) is None

    def test_a_wildcard_and_its_apex_are_two_validations_of_one_name(self, make_rations: MakeRations) -> None:
        """One order spends the hour; a hundred names are a hundred names."""
        rations = make_rations(300)
        assert rations.take_validations(["example.test", "*.example.test"], NOW) is None
        assert rations.take_validations(["example.test"], NOW) == NOW + HOUR
        assert rations.take_validations([f"n{number}.example.test" for number in range(100)], NOW) is None
