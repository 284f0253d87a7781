"""Changes of rows while they are used: a new field, a new version of a row, another key pattern.

The rows are of a made-up kind: notes on machines, which stand under their site and shall stand under their owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from certkeeper.adapters.dynamodb.keys import Key
from certkeeper.adapters.dynamodb.rows.columns import NUMBER, REQUIRED_TEXT, TEXT, Columns
from certkeeper.adapters.dynamodb.rows.expressions import delete, put
from certkeeper.adapters.dynamodb.rows.migration import Progress, clear, copy
from certkeeper.adapters.dynamodb.rows.table import Table
from tests.integration.adapters.between_calls import at_first

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from certkeeper.adapters.dynamodb.rows.columns import Row

SITES = ("SITE#north", "SITE#south")


@dataclass(frozen=True)
class Machine:
    """As the first release knows it."""

    name: str
    owner: str
    memory_mb: int = 0


@dataclass(frozen=True)
class LargeMachine:
    """As a later release knows it: with a field more, and memory in GB."""

    name: str
    owner: str
    memory_gb: int = 0
    colour: str = "grey"


def _to_gb(row: Row) -> Row:
    if "memory_gb" in row:
        return row
    return {**row, "memory_gb": NUMBER.write(int(row["memory_mb"]["N"]) // 1024)}


FIRST = Columns(Machine, {"name": REQUIRED_TEXT, "owner": REQUIRED_TEXT, "memory_mb": NUMBER})
LATER = Columns(
    LargeMachine,
    {"name": REQUIRED_TEXT, "owner": REQUIRED_TEXT, "memory_gb": NUMBER, "colour": TEXT._replace(default="grey")},
    version=2,
    upgrades={1: _to_gb},
)


@pytest.fixture
def rows(table: str, dynamodb: DynamoDBClient) -> Table:
    """Five machines at two sites, under their sites only."""
    rows = Table(table, dynamodb)
    for number in range(5):
        machine = _machine(number)
        rows.write(put(_old(machine, number), FIRST.row(machine)))
    return rows


# -- a field is added, and an attribute changes


def test_a_field_that_was_added_has_its_default_in_an_older_row() -> None:
    """Nothing is to be migrated."""
    assert LATER.read(FIRST.row(Machine("a", "ada"))).colour == "grey"


def test_a_row_of_an_older_version_is_read_through_its_steps() -> None:
    """And written as the current one."""
    machine = LATER.read(FIRST.row(Machine("a", "ada", 2048)))
    assert machine == LargeMachine("a", "ada", 2)
    assert LATER.row(machine)["v"] == {"N": "2"}


def test_a_step_does_nothing_to_what_was_changed_since() -> None:
    """An update of some fields keeps the version of the row: what it set must count."""
    row = {**FIRST.row(Machine("a", "ada", 2048)), "memory_gb": NUMBER.write(8)}
    assert LATER.read(row).memory_gb == 8


# -- a key pattern changes


def test_every_row_gets_its_second_place_once(rows: Table) -> None:
    """Run twice, the program finds everything done."""
    assert copy(rows, SITES, _owner, limit=100, after=None) == Progress(5, 5, None)
    assert _places(rows) == {"OWNER#ada": 3, "OWNER#bob": 2}
    assert copy(rows, SITES, _owner, limit=100, after=None) == Progress(5, 0, None)


def test_it_goes_on_where_it_was_stopped(rows: Table) -> None:
    """Two rows at a time, over the border between two partitions, and none is checked twice."""
    progress, rows_read = copy(rows, SITES, _owner, limit=2, after=None), 2
    while progress.last:
        progress = copy(rows, SITES, _owner, limit=2, after=progress.last)
        rows_read += progress.rows_read
    assert rows_read == 5
    assert _places(rows) == {"OWNER#ada": 3, "OWNER#bob": 2}


def test_it_is_finished_after_it_was_killed(rows: Table) -> None:
    """Nobody has kept where it was: it begins again, and does what is left."""
    assert copy(rows, SITES, _owner, limit=3, after=None).rows_changed == 3
    assert copy(rows, SITES, _owner, limit=100, after=None) == Progress(5, 2, None)
    assert _places(rows) == {"OWNER#ada": 3, "OWNER#bob": 2}


def test_what_somebody_writes_meanwhile_is_not_overwritten(rows: Table, dynamodb: DynamoDBClient) -> None:
    """The writer writes both places, between the program's read and its write."""

    def written() -> None:
        newer = Machine("m0", "ada", 4096)
        row = FIRST.row(newer)
        rows.transact({"old": put(_old(newer, 0), row), "new": put(_new(newer), row)})

    with at_first(dynamodb, "after-call.dynamodb.Query", written):
        assert copy(rows, SITES, _owner, limit=100, after=None).rows_changed == 4
    assert _read(rows, _machine(0)) == Machine("m0", "ada", 4096)


def test_what_somebody_deletes_meanwhile_is_not_brought_back(rows: Table, dynamodb: DynamoDBClient) -> None:
    """Nor does it stop the others."""

    def deleted() -> None:
        rows.transact({"old": delete(_old(_machine(0), 0)), "new": delete(_new(_machine(0)))})

    with at_first(dynamodb, "after-call.dynamodb.Query", deleted):
        assert copy(rows, SITES, _owner, limit=100, after=None).rows_changed == 4
    assert rows.read(_new(_machine(0))) is None


def test_old_places_are_cleared_where_the_new_ones_are_filled(rows: Table) -> None:
    """A row that was not copied is the only one of its kind and stays."""
    copy(rows, SITES, _owner, limit=4, after=None)
    assert clear(rows, SITES, _owner, limit=100, after=None) == Progress(5, 4, None)
    left = [row["name"]["S"] for site in SITES for row in rows.partition(site)]
    assert left == ["m3"]
    assert _read(rows, _machine(0)) == _machine(0)


def test_a_row_of_another_kind_in_the_partition_stays_as_it_is(rows: Table) -> None:
    """The caller says which rows move."""
    assert copy(rows, SITES, lambda _: None, limit=100, after=None) == Progress(5, 0, None)
    assert _places(rows) == {}


def _machine(number: int) -> Machine:
    return Machine(f"m{number}", ("ada", "bob")[number % 2], 1024)


def _old(machine: Machine, number: int) -> Key:
    return Key(SITES[number % 2], f"MACHINE#{machine.name}")


def _new(machine: Machine) -> Key:
    return Key(f"OWNER#{machine.owner}", f"MACHINE#{machine.name}")


def _owner(row: Row) -> Key:
    return _new(FIRST.read(row))


def _read(rows: Table, machine: Machine) -> Machine | None:
    row = rows.read(_new(machine))
    return FIRST.read(row) if row else None


def _places(rows: Table) -> dict[str, int]:
    owners = ("OWNER#ada", "OWNER#bob")
    return {owner: count for owner in owners if (count := len(list(rows.partition(owner))))}
