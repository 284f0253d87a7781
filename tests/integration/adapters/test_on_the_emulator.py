"""The emulator keeps the contracts too: what moto, the emulator and the fakes agree on can be relied on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from boto3.session import Session

from infra.local.processes.emulator_process import REGION, EmulatorProcess
from tests.contracts.rows.accounts import AccountsContract
from tests.contracts.rows.administrators import AdministratorsContract
from tests.contracts.rows.certificate_changes import CertificateChangesContract
from tests.contracts.rows.certificates import CertificatesContract
from tests.contracts.rows.history import HistoryContract
from tests.contracts.rows.order_ends import OrderEndsContract
from tests.contracts.rows.orders import OrdersContract
from tests.contracts.rows.rate_limits import RateLimitsContract
from tests.contracts.rows.removals import RemovalsContract
from tests.contracts.rows.renewals import RenewalsContract
from tests.contracts.rows.responder import ResponderContract
from tests.contracts.rows.scopes import ScopesContract
from tests.contracts.secrets.removal_vault import RemovalVaultContract
from tests.contracts.secrets.tags import TagsContract
from tests.contracts.secrets.vault import VaultContract
from tests.contracts.subscriptions import SubscriptionsContract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sns import SNSClient

LIFETIME_SECONDS = 900


@pytest.fixture(scope="module")
def aws() -> Session:
    """In place of moto's account: the emulator's administrator."""
    return Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A fresh emulator's."""
    emulator = EmulatorProcess(tmp_path_factory.mktemp("emulator"), seconds=LIFETIME_SECONDS)
    try:
        emulator.wait()
        yield emulator.endpoint
    finally:
        emulator.stop()


@pytest.fixture(scope="module")
def dynamodb(aws: Session, endpoint: str) -> DynamoDBClient:
    """A client."""
    return aws.client("dynamodb", endpoint_url=endpoint)


@pytest.fixture(scope="module")
def secretsmanager(aws: Session, endpoint: str) -> SecretsManagerClient:
    """A client."""
    return aws.client("secretsmanager", endpoint_url=endpoint)


@pytest.fixture(scope="module")
def sns(aws: Session, endpoint: str) -> SNSClient:
    """A client."""
    return aws.client("sns", endpoint_url=endpoint)


class TestOrdersOnTheEmulator(OrdersContract):
    """Orders in DynamoDB."""


class TestOrderEndsOnTheEmulator(OrderEndsContract):
    """Ends of orders in DynamoDB."""


class TestCertificatesOnTheEmulator(CertificatesContract):
    """Certificates in DynamoDB."""


class TestScopesOnTheEmulator(ScopesContract):
    """Scopes in DynamoDB."""


class TestHistoryOnTheEmulator(HistoryContract):
    """History in DynamoDB."""


class TestAdministratorsOnTheEmulator(AdministratorsContract):
    """What is known of administrators, in DynamoDB."""


class TestSubscriptionsOnTheEmulator(SubscriptionsContract):
    """Subscriptions in SNS."""


class TestAccountsOnTheEmulator(AccountsContract):
    """Accounts in DynamoDB."""


class TestResponderOnTheEmulator(ResponderContract):
    """The responder in DynamoDB."""


class TestVaultOnTheEmulator(VaultContract):
    """The vault in Secrets Manager."""


class TestTagsOnTheEmulator(TagsContract):
    """The tags of secrets."""


class TestRenewalsOnTheEmulator(RenewalsContract):
    """What is due, in DynamoDB."""


class TestRateLimitsOnTheEmulator(RateLimitsContract):
    """Rate limits in DynamoDB."""


class TestCertificateChangesOnTheEmulator(CertificateChangesContract):
    """Changes of certificates in DynamoDB."""


class TestRemovalsOnTheEmulator(RemovalsContract):
    """Deletions and restorations in DynamoDB."""


class TestRemovalVaultOnTheEmulator(RemovalVaultContract):
    """Deletions in Secrets Manager."""
