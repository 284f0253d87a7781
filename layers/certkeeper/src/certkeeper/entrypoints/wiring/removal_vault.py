"""The secrets of certificates, for deleting and restoring."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.secretsmanager.removals import SecretsManagerRemovals
from certkeeper.entrypoints import settings


@cache
def removal_vault() -> SecretsManagerRemovals:
    """Takes secrets away and gives them back; it reads no key."""
    return SecretsManagerRemovals(client("secretsmanager"), settings.secret_prefix())
