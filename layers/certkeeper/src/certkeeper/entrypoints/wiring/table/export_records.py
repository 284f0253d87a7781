"""Records of exports."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.export_records import DynamoExportRecords
from certkeeper.entrypoints import settings


@cache
def export_records() -> DynamoExportRecords:
    """Records who took what."""
    return DynamoExportRecords(settings.table_name(), client("dynamodb"))
