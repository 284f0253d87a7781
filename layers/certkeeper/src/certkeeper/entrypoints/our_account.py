"""What it takes to speak to the CA as our account, wired once for all tasks that do; each takes what it needs."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.acme.authority import AcmeAuthority
from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.accounts import DynamoAccounts
from certkeeper.adapters.secretsmanager.vault import SecretsManagerVault
from certkeeper.entrypoints import settings


@cache
def accounts() -> DynamoAccounts:
    """What is known of our accounts."""
    return DynamoAccounts(settings.table_name(), client("dynamodb"))


@cache
def vault() -> SecretsManagerVault:
    """The account's key, and those of certificates."""
    return SecretsManagerVault(client("secretsmanager"), settings.secret_prefix())


@cache
def ca() -> AcmeAuthority:
    """The CA, for an account that is registered already."""
    return AcmeAuthority(
        settings.acme_directory_url(),
        root_pem=settings.acme_root_pem(),
        contact=settings.acme_contact(),
    )
