"""Moving rows to another key pattern while others read and write them (docs/adr/0085).

A change of keys takes three releases. The first writes the row under both keys, in one transaction, and reads the old
one; once it is everywhere, `copy` gives every row that was there before its second place. The next release reads the
new place and still writes both; the last one writes the new place only, and then `clear` removes what is left at the
old one. Both programs go through partitions that the caller names, need no Scan, and are bounded: they stop after a
number of rows and say where to go on. Started again from the beginning they do what is left, and nothing twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from certkeeper.adapters.dynamodb.keys import Key
from certkeeper.adapters.dynamodb.rows.expressions import EXISTS, Write, check, delete, put_new, when
from certkeeper.adapters.dynamodb.rows.table import ConditionsFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from certkeeper.adapters.dynamodb.rows.columns import Row
    from certkeeper.adapters.dynamodb.rows.table import Table

    NewPlace = Callable[[Row], Key | None]
    """Where a row of the old pattern belongs; None for a row that stays where it is."""


class Progress(NamedTuple):
    """What a run has done: rows looked at, rows written or removed, and the last row; None once nothing is left."""

    rows_read: int
    rows_changed: int
    last: Key | None


def copy(table: Table, partitions: Iterable[str], new_place: NewPlace, *, limit: int, after: Key | None) -> Progress:
    """Gives up to `limit` rows of the partitions their second place, beginning after the key `after`.

    Every writer must write both places already: a row that has a second place is newer than the copy and is left as it
    is, and a row that somebody has deleted meanwhile is not brought back.
    """

    def writes(old: Key, new: Key, row: Row) -> dict[str, Write]:
        content = {name: value for name, value in row.items() if name not in {"pk", "sk"}}
        return {"old": check(old, EXISTS), "new": put_new(new, content)}

    return _run(table, partitions, new_place, writes, limit, after)


def clear(table: Table, partitions: Iterable[str], new_place: NewPlace, *, limit: int, after: Key | None) -> Progress:
    """Removes up to `limit` rows of the old pattern, each only where it has its second place.

    No reader may read the old places any more.
    """

    def writes(old: Key, new: Key, _row: Row) -> dict[str, Write]:
        return {"old": delete(old), "new": check(new, EXISTS)}

    return _run(table, partitions, new_place, writes, limit, after)


def _run(
    table: Table,
    partitions: Iterable[str],
    new_place: NewPlace,
    writes: Callable[[Key, Key, Row], dict[str, Write]],
    limit: int,
    after: Key | None,
) -> Progress:
    rows_read, rows_changed, last = 0, 0, after
    for partition in sorted(partitions):
        if last and partition < last.partition:
            continue
        sort = when("sk > :last", last={"S": last.sort}) if last and partition == last.partition else None
        for row in table.rows(table.query(partition, sort)):
            if rows_read == limit:
                return Progress(rows_read, rows_changed, last)
            last = Key(partition, row["sk"]["S"])
            new = new_place(row)
            rows_changed += new is not None and _made(table, writes(last, new, row))
            rows_read += 1
    return Progress(rows_read, rows_changed, None)


def _made(table: Table, writes: dict[str, Write]) -> bool:
    """Whether it was necessary: somebody else may have moved or deleted the row since it was read."""
    try:
        table.transact(writes)
    except ConditionsFailedError:
        return False
    return True
