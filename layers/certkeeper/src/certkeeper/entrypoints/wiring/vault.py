"""The secrets of certificates and of the ACME account."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.secretsmanager.vault import SecretsManagerVault
from certkeeper.entrypoints import settings


@cache
def vault() -> SecretsManagerVault:
    """Keeps private keys and publishes bundles."""
    return SecretsManagerVault(client("secretsmanager"), settings.secret_prefix())
