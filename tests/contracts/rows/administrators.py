"""The contract of `ports.notices.Administrators`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from certkeeper.domain.notices.administrators import Administrator, AdministratorState
from certkeeper.ports.notices import Administrators
from tests.contracts.examples import NOW

ADA = Administrator("ada@shop.example")
OLIVE = Administrator(
    "olive@shop.example",
    AdministratorState.UNANSWERED,
    invitations=2,
    invited_at=NOW,
    confirmed_at=NOW - timedelta(days=9),
    lost_at=NOW + timedelta(days=1),
)


class AdministratorsContract:
    """Give a fixture `administrators`: nobody is known, and nothing was checked."""

    def test_before_the_first_check_nothing_is_known(self, administrators: Administrators) -> None:
        """Neither a moment nor an address."""
        check = administrators.read()
        assert (check.checked_at, check.others, check.administrators) == (None, 0, {})

    @pytest.mark.parametrize("state", AdministratorState)
    def test_an_administrator_is_read_back_as_it_was_saved(
        self, administrators: Administrators, state: AdministratorState
    ) -> None:
        """With the next revision, whether or not a check was noted."""
        stored = [administrators.save(replace(each, state=state)) for each in (ADA, OLIVE)]
        assert stored == [replace(each, state=state, revision=1) for each in (ADA, OLIVE)]
        assert administrators.read().administrators == {each.address: each for each in stored if each}

    def test_a_check_is_read_back_beside_the_administrators(self, administrators: Administrators) -> None:
        """The last one counts."""
        administrators.save(ADA)
        administrators.note_check(NOW, 7)
        administrators.note_check(NOW + timedelta(minutes=15), 3)
        check = administrators.read()
        assert (check.checked_at, check.others) == (NOW + timedelta(minutes=15), 3)
        assert [*(check.administrators or ())] == [ADA.address]

    def test_of_two_who_write_at_once_one_has_written(self, administrators: Administrators) -> None:
        """The other learns it, whether the address was new or known."""
        first = administrators.save(ADA)
        assert first
        assert administrators.save(ADA) is None
        second = administrators.save(replace(first, invitations=1))
        assert second
        assert administrators.save(replace(first, invitations=9)) is None
        assert administrators.read().administrators == {ADA.address: second}

    def test_only_what_nobody_has_written_meanwhile_is_forgotten(self, administrators: Administrators) -> None:
        """Once, and again without an error."""
        first = administrators.save(ADA)
        assert first
        second = administrators.save(first)
        assert second
        administrators.forget(first)
        assert administrators.read().administrators == {ADA.address: second}
        administrators.forget(second)
        administrators.forget(second)
        assert administrators.read().administrators == {}
