"""How large DynamoDB takes an item to be, and the units that reading and writing it costs.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

Row = Mapping[str, Any]

READ_BYTES, WRITE_BYTES = 4096, 1024
INDEXED = ("due_shard", "due_at")
"""The keys of the sparse index `due`, which projects everything: a row with both is written twice."""
TRANSACTED = 2
"""A transaction prepares and commits, at twice the units."""


def size(row: Row) -> int:
    """Return the size of a row in bytes, as DynamoDB counts it.

    Names and values count in UTF-8; a number takes about a byte for two digits, and one more.
    """
    return sum(len(name.encode()) + _value(value) for name, value in row.items())


def read_units(read: int, *, consistent: bool) -> float:
    """Return the read units of one request that has read so many bytes."""
    return max(1, ceil(read / READ_BYTES)) * (1.0 if consistent else 0.5)


def write_units(before: Row | None, after: Row | None) -> int:
    """Return the write units of a change in table and index, from the row before and after it.

    In the index a row whose key changes is removed and put; one whose key stays is written once.
    """
    table = max(_units(before), _units(after))
    old, new = (row if row and all(key in row for key in INDEXED) else None for row in (before, after))
    if old and new and all(old[key] == new[key] for key in INDEXED):
        return table + (max(_units(old), _units(new)) if old != new else 0)
    return table + (_units(old) if old else 0) + (_units(new) if new else 0)


def _units(row: Row | None) -> int:
    return ceil(size(row) / WRITE_BYTES) if row else 1


def _value(value: Mapping[str, Any]) -> int:
    ((kind, held),) = value.items()
    match kind:
        case "S":
            return len(held.encode())
        case "N":
            return ceil(len(held.lstrip("-").replace(".", "")) / 2) + 1
        case "BOOL" | "NULL":
            return 1
        case "L":
            return 3 + sum(1 + _value(each) for each in held)
        case "M":
            return 3 + sum(1 + len(name.encode()) + _value(each) for name, each in held.items())
        case _:
            raise NotImplementedError(kind)
