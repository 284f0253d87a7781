"""Moving rows to another key pattern while others read and write them (ADR 85).

A change of keys takes three releases. The first writes the row under both keys, in one transaction, and reads the old
one; once it runs everywhere, `copy` gives every older row its second place. The next release reads the new place and
still writes both. The last one writes the new place only, and then `clear` removes the old rows. Both functions go
through partitions that the caller names, need no Scan, and are bounded: they stop after a number of rows and say where
to go on. Both are idempotent: started again from the beginning they do what is left.
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
    """The progress of a run: rows read, rows written or removed, and the key of the last row.

    The key is None once nothing is left.
    """

    rows_read: int
    rows_changed: int
    last: Key | None


def copy(table: Table, partitions: Iterable[str], new_place: NewPlace, *, limit: int, after: Key | None) -> Progress:
    """Give up to `limit` rows of the partitions their second place, from the key `after` on; return the progress.

    `new_place` returns the new key of a row of the table, or None if it stays. Every writer must write both places
    already: a row that has a second place is newer than the copy and is left as it is, and a row that was deleted
    meanwhile does not come back.
    """

    def writes(old: Key, new: Key, row: Row) -> dict[str, Write]:
        content = {name: value for name, value in row.items() if name not in {"pk", "sk"}}
        return {"old": check(old, EXISTS), "new": put_new(new, content)}

    return _run(table, partitions, new_place, writes, limit, after)


def clear(table: Table, partitions: Iterable[str], new_place: NewPlace, *, limit: int, after: Key | None) -> Progress:
    """Remove up to `limit` rows of the old pattern, each only if it has its second place; return the progress.

    `table`, `partitions`, `new_place` and `after` are as in `copy`. No reader may read the old places any more.
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
    """Return whether the writes were made: the row may have been moved or deleted since it was read."""
    try:
        table.transact(writes)
    except ConditionsFailedError:
        return False
    return True
