"""The size of a DynamoDB item, as the benchmarks compute it."""

from __future__ import annotations

from typing import Any

from tools.bench.costs.item_sizes import read_units, size, write_units
from tools.bench.costs.prices import PRICES, Item

KEYS = {"pk": {"S": "p"}, "sk": {"S": "s"}}
INDEXED = {"due_shard": {"S": "DUE#1"}, "due_at": {"S": "2026-11-25T12:00:00Z"}}


def row(characters: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - DynamoDB's values
    """A row with a long text in it."""
    return {**KEYS, "text": {"S": "x" * characters}, **more}


def test_names_and_values_count_and_numbers_by_their_digits() -> None:
    """Two bytes for each of the keys' names and one for each value; a list and a map take three more."""
    assert size(KEYS) == 6
    assert size({"n": {"N": "1234"}}) == 1 + 3
    assert size({"l": {"L": [{"S": "ab"}, {"BOOL": True}]}}) == 1 + 3 + (1 + 2) + (1 + 1)
    assert size({"m": {"M": {"a": {"S": "ü"}}}}) == 1 + 3 + (1 + 1 + 2)


def test_reads_are_by_4_kb_and_half_where_they_may_be_old() -> None:
    """Of what one request reads, all its items together."""
    assert [read_units(read, consistent=True) for read in (0, 4096, 4097)] == [1, 1, 2]
    assert read_units(4097, consistent=False) == 1


def test_a_row_in_the_index_is_written_to_table_and_index() -> None:
    """A key that moves is removed and put; a row out of the index costs the table alone."""
    plain, due = row(1500), row(1500, **INDEXED)
    later = {**due, "due_at": {"S": "2026-12-25T12:00:00Z"}}
    assert write_units(None, row(100)) == 1
    assert write_units(plain, {**plain, "text": {"S": "y"}}) == 2
    assert write_units(due, {**due, "text": {"S": "y" * 1500}}) == 4
    assert write_units(due, later) == 6
    assert write_units(due, plain) == 4
    assert write_units(due, None) == 4
    assert write_units(due, due) == 2


def test_every_item_has_a_price_from_a_page_of_aws() -> None:
    """A figure that nobody can look up is none."""
    assert PRICES.keys() == set(Item)
    assert all(price.dollars > 0 and price.source.startswith("https://aws.amazon.com/") for price in PRICES.values())
