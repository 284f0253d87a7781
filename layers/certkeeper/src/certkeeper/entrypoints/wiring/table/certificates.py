"""Certificates and their versions, for reading."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.entrypoints import settings


@cache
def certificates() -> DynamoCertificates:
    """Reads certificates and their versions."""
    return DynamoCertificates(settings.table_name(), client("dynamodb"))
