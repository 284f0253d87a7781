"""The stack's account at the CA.

There are three functions for it: a registered account needs fewer settings than one that is still to be registered.
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
from certkeeper.entrypoints.wiring.storage import in_secrets, in_table
from certkeeper.services.issuance.acme_account import AcmeAccount

SECONDS_OF_A_REQUEST = 15.0
"""The time for all requests to the CA while a caller of the API waits;

AWS gets the rest of the 29 s that API Gateway allows.
"""


@cache
def acme_account() -> AcmeAccount:
    """Return the account for the tasks after an order was opened: it is registered."""
    return _account(
        AcmeAuthority(settings.acme_directory_url(), root_pem=settings.acme_root_pem(), contact=settings.acme_contact())
    )


@cache
def acme_account_to_register() -> AcmeAccount:
    """Return the account for opening orders.

    It is registered if there is none, with an external account if one is set.
    """
    secret = settings.acme_binding_secret()
    return _account(
        AcmeAuthority(
            settings.acme_directory_url(),
            root_pem=settings.acme_root_pem(),
            contact=settings.acme_contact(),
            binding=BindingSecret(client("secretsmanager"), secret) if secret else None,
        )
    )


@cache
def acme_account_for_requests() -> AcmeAccount:
    """Return the account for the API: the CA must answer within SECONDS_OF_A_REQUEST."""
    return _account(
        AcmeAuthority(
            settings.acme_directory_url(), root_pem=settings.acme_root_pem(), task_seconds=SECONDS_OF_A_REQUEST
        )
    )


def _account(ca: AcmeAuthority) -> AcmeAccount:
    return AcmeAccount(in_table(DynamoOrders), in_table(DynamoAccounts), in_secrets(SecretsManagerVault), ca)
