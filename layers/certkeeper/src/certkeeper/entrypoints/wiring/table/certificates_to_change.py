"""What people change of a certificate that stays."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.certificate_changes import DynamoCertificateChanges
from certkeeper.entrypoints import settings


@cache
def certificates_to_change() -> DynamoCertificateChanges:
    """Updates certificates and marks versions as revoked."""
    return DynamoCertificateChanges(settings.table_name(), client("dynamodb"))
