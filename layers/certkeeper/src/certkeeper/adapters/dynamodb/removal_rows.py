"""Notes of deletions and restorations as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.certificate_rows import certificate_attributes, read_certificate
from certkeeper.adapters.dynamodb.intent_rows import PATIENCE
from certkeeper.domain.clock import from_text, to_text
from certkeeper.ports.removals import Removal, RemovalKind

if TYPE_CHECKING:
    from certkeeper.adapters.dynamodb.attributes import Attributes, Row
    from certkeeper.adapters.dynamodb.keys import Key


def removal_key(removal: Removal) -> Key:
    """By when somebody shall look after it."""
    return keys.removal(to_text(removal.begun_at + PATIENCE), removal.removal_id)


def removal_attributes(removal: Removal) -> Attributes:
    """Every attribute of a note."""
    return {
        "kind": a.text(removal.kind),
        "removal_id": a.text(removal.removal_id),
        "certificate": {"M": a.present(certificate_attributes(removal.certificate))},
        "begun_at": a.moment(removal.begun_at),
        "caller": a.text(removal.caller),
        "recoverable_until": a.moment(removal.recoverable_until),
    }


def read_removal(row: Row) -> Removal:
    """The note that a row holds."""
    return Removal(
        kind=RemovalKind(row["kind"]["S"]),
        removal_id=row["removal_id"]["S"],
        certificate=read_certificate(row["certificate"]["M"]),
        begun_at=from_text(row["begun_at"]["S"]),
        caller=a.read_text(row, "caller"),
        recoverable_until=a.read_moment(row, "recoverable_until"),
    )
