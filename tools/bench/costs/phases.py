"""What one certificate uses in each phase of its life: real handlers and adapters on moto, and a real Pebble."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from certkeeper.adapters.aws.clients import client
from functions.events.sweep_certificates.app import handler as sweep_certificates
from tests.integration.machine.aws.account import account
from tests.integration.machine.aws.account_contents import TABLE
from tests.integration.machine.aws.calls import Calls
from tests.integration.machine.aws.intercepted_calls import watch
from tests.integration.machine.runs.issuance import Issuance
from tests.integration.machine.world.outside_world import outside
from tools.bench.costs.lambda_time import invocations
from tools.bench.costs.metering import metering
from tools.bench.costs.prices import Item
from tools.bench.costs.usage import Usage
from tools.bench.sweeps.table import CERTIFICATES, event

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.integration.machine.aws.account_contents import Account
    from tools.bench.costs.item_sizes import Row
    from tools.bench.costs.metering import Meter

SWEEP = "sweep_certificates"
DAY = timedelta(days=1)
LIFE_LEFT = timedelta(days=20)


class Context:
    """What Lambda says of an invocation."""

    function_name = SWEEP

    def get_remaining_time_in_millis(self) -> int:
        """Return all the time that a function may have: 15 minutes, in milliseconds."""
        return 900_000


@dataclass(frozen=True, slots=True)
class Phases:
    """`first` is the first order and `renewal` a later one, with the check that begins it and the one that follows.

    `window_check` asks the CA for the renewal window and changes nothing but when to ask again, `idle` is a sweep that
    finds nothing due. `rows` are all that the table holds after the first order.
    """

    first: Usage
    renewal: Usage
    window_check: Usage
    idle: Usage
    rows: tuple[Row, ...]

    @property
    def certificate_row(self) -> Row:
        """The one that a sweep reads."""
        return next(row for row in self.rows if row["pk"]["S"] == CERTIFICATES)


def measure_phases() -> Phases:
    """Run through the phases of a certificate's life once, and return what each used."""
    calls = Calls()
    with (
        tempfile.TemporaryDirectory(prefix="certkeeper-bench-") as scratch,
        outside(Path(scratch)) as world,
        pytest.MonkeyPatch.context() as patch,
        account(world.environment(), calls) as made,
        metering() as meter,
    ):
        watch(calls, patch)
        order = Issuance(made, world)
        order.put_scope()
        phase = _Phase(made, calls, meter)
        first = phase.of(lambda: _first(order), {"place_order": 1})
        begin = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=1)
        rows = tuple(client("dynamodb").scan(TableName=TABLE, ConsistentRead=True)["Items"])
        phase.of(lambda: _sweep(calls, begin), {})  # asks the CA for the first time
        idle = phase.of(lambda: _sweep(calls, begin + timedelta(minutes=1)), {SWEEP: 1})
        window_check = phase.of(lambda: _sweep(calls, begin + DAY * 8), {})
        due = _not_after(rows) - LIFE_LEFT
        renewal = phase.of(lambda: _renewed(calls, made, due), {})
        # What a sweep uses of its own is the schedule's, and no certificate's: the sweeps within a phase are taken out.
        own = Usage({Item.READ_UNITS: idle[Item.READ_UNITS]})
        return Phases(first, renewal + own * -2, window_check + own * -1, idle, rows)


class _Phase:
    def __init__(self, made: Account, calls: Calls, meter: Meter) -> None:
        self._made, self._calls, self._meter = made, calls, meter

    def of(self, live: Callable[[], None], counts: dict[str, int]) -> Usage:
        """What is used while it lasts; `counts` are invocations beside those of the machine's tasks."""
        called, used = len(self._calls.names), self._meter.usage
        delivered = len(self._made.machine.delivered)
        entered = self._transitions()
        live()
        tasks = Counter(folder for folder, _ in self._made.machine.delivered[delivered:])
        functions = invocations({**tasks, **counts}, self._calls.names[called:])
        counted = Usage({Item.TRANSITIONS: self._transitions() - entered})
        return self._meter.usage + used * -1 + functions + counted

    def _transitions(self) -> int:
        """States entered, and attempts of tasks beyond the first."""
        executions = self._made.machine.executions.values()
        tasks = sum(self._is_task(each, state) for each in executions for state in each.entered)
        return sum(len(each.entered) + each.tries for each in executions) - tasks

    @staticmethod
    def _is_task(execution: object, state: str) -> bool:
        states = execution._states  # type: ignore[attr-defined] # noqa: SLF001 - what a state is, it alone knows
        return bool(states[state]["Type"] == "Task")


def _first(order: Issuance) -> None:
    order.place(challenge="http-01")
    order.advance()


def _renewed(calls: Calls, made: Account, due: datetime) -> None:
    _sweep(calls, due)
    made.machine.advance()
    _sweep(calls, due + timedelta(hours=1))


def _sweep(calls: Calls, now: datetime) -> None:
    with calls.within(SWEEP):
        sweep_certificates(event(now), Context())


def _not_after(rows: tuple[Row, ...]) -> datetime:
    (row,) = (row for row in rows if row["pk"]["S"] == CERTIFICATES)
    return datetime.fromisoformat(row["not_after"]["S"])
