"""The patterns in roles' conditions match the keys of each kind of row."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.keys import INDEXES, LEADING_KEYS
from certkeeper.adapters.ids import directory_id
from tests.contracts.examples import new_id
from tests.unit.services.batches import an_event

ID = new_id()
DIRECTORY = "https://ca.example/directory"
PARTITIONS = {
    "accounts": (keys.account(DIRECTORY).partition, directory_id(DIRECTORY)),
    "activations": (keys.activation("2026-01-15T12:00:00Z", ID).partition, ID),
    "administrators": (keys.administrator("ada@shop.example").partition, "ada"),
    "certificate_names": (keys.certificate_name("shop", "www").partition, "shop"),
    "certificates": (keys.certificate("shop", ID).partition, "shop"),
    "challenges": (keys.challenge("a-token").partition, "a-token"),
    "due": (keys.due_partition(7), "7"),
    "exports": (keys.export(ID, ID).partition, ID),
    "fingerprints": (keys.fingerprint("shop", "f" * 64).partition, "shop"),
    "history": (keys.history(an_event(ID)).partition, ID),
    "intents": (keys.intent("2026-01-15T12:00:00Z", ID).partition, ID),
    "name_sets": (keys.name_set("shop", ("a.test",), ID).partition, "shop"),
    "order_receipts": (keys.receipt("shop", "a-key").partition, "shop"),
    "orders": (keys.order("shop", ID).partition, "shop"),
    "rate_limits": (keys.rate_limit("2026-01-15T12:00:00Z").partition, ID),
    "removals": (keys.removal("2026-01-15T12:00:00Z", ID).partition, ID),
    "scopes": (keys.scope("shop").partition, "shop"),
    "upload_receipts": (keys.upload_receipt("shop", "a-key").partition, "shop"),
    "validations": (keys.validations("www.shop.example", "2026-01-15T12:00:00Z").partition, "www.shop.example"),
    "versions": (keys.version(ID, 1).partition, ID),
}
"""The partition of a row of each kind, and what differs in it from row to row."""


def test_a_pattern_is_the_partition_with_a_star_for_what_differs() -> None:
    """A wider one would allow rows of other kinds, a narrower one would refuse the function its own."""
    assert {kind: partition.replace(part, "*") for kind, (partition, part) in PARTITIONS.items()} == LEADING_KEYS


def test_the_last_check_is_read_with_the_administrators() -> None:
    """In one query of their partition, and no address has its key."""
    assert keys.subscription_check().partition == keys.administrator("a@b.example").partition
    assert keys.subscription_check() != keys.administrator("CHECK")


@pytest.mark.parametrize("kind", sorted(PARTITIONS))
def test_no_pattern_reaches_rows_of_another_kind(kind: str) -> None:
    """`*` runs across `#` in IAM."""
    partition, _ = PARTITIONS[kind]
    assert [other for other, pattern in LEADING_KEYS.items() if fnmatchcase(partition, pattern)] == [kind]


def test_the_index_is_the_one_that_sweeps_read() -> None:
    """A role names an index of the table by its name."""
    assert {keys.DUE_INDEX} == INDEXES
