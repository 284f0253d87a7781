"""The secrets of certificates and of the ACME account, for three kinds of use."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.secretsmanager.removals import SecretsManagerRemovals
from certkeeper.adapters.secretsmanager.uploads import SecretsManagerUploads
from certkeeper.adapters.secretsmanager.vault import SecretsManagerVault
from certkeeper.entrypoints import settings


@cache
def vault() -> SecretsManagerVault:
    """Keeps private keys and publishes bundles."""
    return SecretsManagerVault(client("secretsmanager"), settings.secret_prefix())


@cache
def upload_vault() -> SecretsManagerUploads:
    """Stores what is uploaded; it reads no key."""
    return SecretsManagerUploads(client("secretsmanager"), settings.secret_prefix())


@cache
def removal_vault() -> SecretsManagerRemovals:
    """Takes secrets away and gives them back; it reads no key."""
    return SecretsManagerRemovals(client("secretsmanager"), settings.secret_prefix())
