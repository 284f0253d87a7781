"""When a certificate must be looked at next: two attributes of its row, by which the sparse index `due` finds it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zlib import crc32

from certkeeper.adapters.dynamodb import attributes as a

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

INDEX = "due"
SHARDS = 16
"""A partition of an index takes 1,000 writes a second (DynamoDB quotas), and sixteen are read side by side."""


def due_attributes(certificate_id: str, due_at: datetime | None) -> dict[str, AttributeValueTypeDef | None]:
    """Both, or neither: a row without them is not in the index. A moment between two seconds counts as the later."""
    if due_at is None:
        return {"due_shard": None, "due_at": None}
    shard = crc32(certificate_id.encode()) % SHARDS
    return {"due_shard": a.text(partition(shard)), "due_at": a.moment(_full_second(due_at))}


def partition(shard: int) -> str:
    """The index's partition key of a shard."""
    return f"DUE#{shard}"


def _full_second(moment: datetime) -> datetime:
    return moment if not moment.microsecond else moment.replace(microsecond=0) + timedelta(seconds=1)
