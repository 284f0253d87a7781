"""The stack's account at the CA.

There are three functions for it: a registered account needs fewer settings than one that is still to be registered.
Each account is made once for each text of the directory's roots, which can change while the process lives.
"""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.acme.authority import AcmeAuthority
from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.accounts import DynamoAccounts
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.secretsmanager.binding_secret import BindingSecret
from certkeeper.adapters.secretsmanager.vault import SecretsManagerVault
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.wiring.directory_roots import directory_roots
from certkeeper.entrypoints.wiring.storage import in_secrets, in_table, in_tagged_secrets
from certkeeper.services.issuance.acme_account import AcmeAccount

SECONDS_OF_A_REQUEST = 15.0
"""The time for all requests to the CA while a caller of the API waits;

AWS gets the rest of the 29 s that API Gateway allows.
"""


def acme_account() -> AcmeAccount:
    """Return the account for the tasks after an order was opened: it is registered."""
    return _acme_account(directory_roots())


@cache
def _acme_account(roots: str) -> AcmeAccount:
    ca = AcmeAuthority(settings.acme_directory_url(), root_pem=roots, contact=settings.acme_contact())
    return _account(ca, in_secrets(SecretsManagerVault))


def acme_account_to_register() -> AcmeAccount:
    """Return the account for opening orders.

    It is registered if there is none, with an external account if one is set.
    """
    return _acme_account_to_register(directory_roots())


@cache
def _acme_account_to_register(roots: str) -> AcmeAccount:
    secret = settings.acme_binding_secret()
    ca = AcmeAuthority(
        settings.acme_directory_url(),
        root_pem=roots,
        contact=settings.acme_contact(),
        binding=BindingSecret(client("secretsmanager"), secret) if secret else None,
    )
    return _account(ca, in_tagged_secrets(SecretsManagerVault))


def acme_account_for_requests() -> AcmeAccount:
    """Return the account for the API: the CA must answer within SECONDS_OF_A_REQUEST."""
    return _acme_account_for_requests(directory_roots())


@cache
def _acme_account_for_requests(roots: str) -> AcmeAccount:
    ca = AcmeAuthority(settings.acme_directory_url(), root_pem=roots, task_seconds=SECONDS_OF_A_REQUEST)
    return _account(ca, in_secrets(SecretsManagerVault))


def _account(ca: AcmeAuthority, vault: SecretsManagerVault) -> AcmeAccount:
    return AcmeAccount(in_table(DynamoOrders), in_table(DynamoAccounts), vault, ca)
