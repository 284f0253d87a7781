"""A story told once, undisturbed or with a crash at one of its calls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from tests.integration.machine.account import account
from tests.integration.machine.calls import Calls, Point
from tests.integration.machine.issuance import Issuance
from tests.integration.machine.outside import Outside
from tests.integration.machine.pebbles_luck import UnluckySerialError
from tests.integration.machine.stories import Story, Wrong
from tests.integration.machine.sweeping import one_after_the_other
from tests.integration.machine.watching import watch


@contextmanager
def person(world: Outside, crash_at: Point | None = None) -> Iterator[Issuance]:
    """Somebody with an account in which nothing has happened yet."""
    calls = Calls(crash_at)
    with pytest.MonkeyPatch.context() as patch, account(world.environment(), calls) as made:
        one_after_the_other(patch)
        order = Issuance(made, world)
        order.put_scope()
        watch(calls, patch)
        yield order


def told_of(
    world: Outside, story: Story, wrong: Wrong, *, crash_at: Point | None = None, deliveries: int = 1
) -> tuple[Calls, list[str]]:
    """What was called, and what was wrong in the end; with another certificate where the first was an unlucky one."""
    while True:
        with suppress(UnluckySerialError), person(world, crash_at) as order:
            order.account.machine.deliveries = deliveries
            story(order)
            return order.account.calls, wrong(order)


def points(world: Outside, story: Story, wrong: Wrong) -> list[Point]:
    """Where a run that nothing disturbs can be crashed."""
    calls, found = told_of(world, story, wrong)
    assert found == []
    return calls.points()


def crashed(world: Outside, story: Story, point: Point, wrong: Wrong) -> list[str]:
    """What is wrong after a run that crashed at `point`."""
    calls, found = told_of(world, story, wrong, crash_at=point)
    assert calls.crashed, f"the run never came to {point}, but {calls.names}"
    return found
