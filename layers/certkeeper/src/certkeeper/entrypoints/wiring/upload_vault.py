"""The secrets of certificates, for uploads."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.secretsmanager.uploads import SecretsManagerUploads
from certkeeper.entrypoints import settings


@cache
def upload_vault() -> SecretsManagerUploads:
    """Stores what is uploaded; it reads no key."""
    return SecretsManagerUploads(client("secretsmanager"), settings.secret_prefix())
