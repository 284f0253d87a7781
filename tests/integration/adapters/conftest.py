"""AWS in this process, as moto has it: quick, and strict about expressions and conditions."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import pytest
from boto3.session import Session
from moto import mock_aws

from certkeeper.adapters.aws.sns import SnsSubscriptions
from certkeeper.adapters.dynamodb.accounts import DynamoAccounts
from certkeeper.adapters.dynamodb.administrators import DynamoAdministrators
from certkeeper.adapters.dynamodb.certificate_changes import DynamoCertificateChanges
from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.history import DynamoHistory
from certkeeper.adapters.dynamodb.intents.activations import DynamoActivations
from certkeeper.adapters.dynamodb.intents.removals import DynamoRemovals
from certkeeper.adapters.dynamodb.intents.uploads import DynamoUploads
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.dynamodb.rate_limits import DynamoRateLimits
from certkeeper.adapters.dynamodb.renewals import DynamoRenewals
from certkeeper.adapters.dynamodb.responder import DynamoResponder
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.adapters.secretsmanager.removals import SecretsManagerRemovals
from certkeeper.adapters.secretsmanager.uploads import SecretsManagerUploads
from certkeeper.adapters.secretsmanager.vault import SecretsManagerVault
from certkeeper.ports.certificate_authority import Accounts
from certkeeper.ports.certificates import CertificateChanges, Certificates
from certkeeper.ports.challenges import Responder
from certkeeper.ports.notices import Administrators, Subscriptions
from certkeeper.ports.orders import Orders
from certkeeper.ports.removals import Removals
from certkeeper.ports.renewals import Renewals
from certkeeper.ports.scopes import Scopes
from certkeeper.ports.uploads import Activations, Uploads
from certkeeper.ports.vaults import RemovalVault, UploadVault, Vault
from tests.contracts.rows.orders import StateMachine
from tests.contracts.rows.rate_limits import MakeRateLimits
from tests.contracts.rows.responder import Visit
from tests.deployed_table import create_table as create_deployed_table
from tests.integration.adapters.dynamodb.await_state import AwaitState
from tests.integration.machine.aws.secrets_of_moto import correct_secrets
from tests.stored_answers import stored_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sns import SNSClient

REGION = "eu-west-1"

_numbers = count(1)


@pytest.fixture(scope="module", autouse=True)
def aws() -> Iterator[Session]:
    """An empty account for each module, with credentials that are good for nothing else."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ACCESS_KEY_ID", "testing")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        environment.setenv("AWS_DEFAULT_REGION", REGION)
        environment.delenv("AWS_ENDPOINT_URL", raising=False)
        correct_secrets(environment)
        with mock_aws():
            yield Session()


@pytest.fixture(scope="module")
def dynamodb(aws: Session) -> DynamoDBClient:
    """A client."""
    return aws.client("dynamodb", REGION)


@pytest.fixture(scope="module")
def secretsmanager(aws: Session) -> SecretsManagerClient:
    """A client."""
    return aws.client("secretsmanager", REGION)


@pytest.fixture(scope="module")
def sns(aws: Session) -> SNSClient:
    """A client."""
    return aws.client("sns", REGION)


def create_table(client: DynamoDBClient) -> str:
    """Makes an empty table as the template has it; its name."""
    name = f"certkeeper-{next(_numbers)}"
    create_deployed_table(client, name)
    return name


@pytest.fixture
def table(dynamodb: DynamoDBClient) -> str:
    """The name of an empty table."""
    return create_table(dynamodb)


@pytest.fixture
def prefix() -> str:
    """Where no secret is yet."""
    return f"certkeeper-{next(_numbers)}"


@pytest.fixture
def orders(table: str, dynamodb: DynamoDBClient) -> Orders:
    """Over the table."""
    return DynamoOrders(table, dynamodb)


@pytest.fixture
def administrators(table: str, dynamodb: DynamoDBClient) -> Administrators:
    """Over the same table."""
    return DynamoAdministrators(table, dynamodb)


@pytest.fixture
def certificates(table: str, dynamodb: DynamoDBClient) -> Certificates:
    """Over the same table."""
    return DynamoCertificates(table, dynamodb)


@pytest.fixture
def machine(table: str, dynamodb: DynamoDBClient) -> StateMachine:
    """Writes beside the orders."""
    return AwaitState(table, dynamodb)


@pytest.fixture
def scopes(table: str, dynamodb: DynamoDBClient) -> Scopes:
    """None put."""
    return DynamoScopes(table, dynamodb)


@pytest.fixture
def history(table: str, dynamodb: DynamoDBClient) -> DynamoHistory:
    """Nothing has happened."""
    return DynamoHistory(table, dynamodb)


@pytest.fixture
def topic(sns: SNSClient) -> str:
    """The ARN of a topic that nobody is subscribed to."""
    return sns.create_topic(Name=f"notices-{next(_numbers)}")["TopicArn"]


@pytest.fixture
def subscriptions(sns: SNSClient, topic: str) -> Subscriptions:
    """Nobody is subscribed."""
    return SnsSubscriptions(sns, topic)


@pytest.fixture
def accounts(table: str, dynamodb: DynamoDBClient) -> Accounts:
    """None known."""
    return DynamoAccounts(table, dynamodb)


@pytest.fixture
def responder(table: str, dynamodb: DynamoDBClient) -> Responder:
    """Nothing presented."""
    return DynamoResponder(table, dynamodb)


@pytest.fixture
def visit(table: str, dynamodb: DynamoDBClient) -> Visit:
    """What API Gateway finds in the table."""
    return partial(stored_answer, dynamodb, table)


@pytest.fixture
def vault(secretsmanager: SecretsManagerClient, prefix: str) -> Vault:
    """Nothing in it."""
    return SecretsManagerVault(secretsmanager, prefix)


@pytest.fixture
def uploads(table: str, dynamodb: DynamoDBClient) -> Uploads:
    """Over the same table."""
    return DynamoUploads(table, dynamodb)


@pytest.fixture
def upload_vault(secretsmanager: SecretsManagerClient, prefix: str) -> UploadVault:
    """Over the same secrets."""
    return SecretsManagerUploads(secretsmanager, prefix)


@pytest.fixture
def renewals(table: str, dynamodb: DynamoDBClient) -> Renewals:
    """Over the same table."""
    return DynamoRenewals(table, dynamodb)


@pytest.fixture
def make_rate_limits(table: str, dynamodb: DynamoDBClient) -> MakeRateLimits:
    """Over the same table."""
    return lambda most: DynamoRateLimits(table, dynamodb, most=most)


@pytest.fixture
def changes(table: str, dynamodb: DynamoDBClient) -> CertificateChanges:
    """Over the same table."""
    return DynamoCertificateChanges(table, dynamodb)


@pytest.fixture
def activations(table: str, dynamodb: DynamoDBClient) -> Activations:
    """Over the same table."""
    return DynamoActivations(table, dynamodb)


@pytest.fixture
def removals(table: str, dynamodb: DynamoDBClient) -> Removals:
    """Over the same table."""
    return DynamoRemovals(table, dynamodb)


@pytest.fixture
def removal_vault(secretsmanager: SecretsManagerClient, prefix: str) -> RemovalVault:
    """Over the same secrets."""
    return SecretsManagerRemovals(secretsmanager, prefix)
