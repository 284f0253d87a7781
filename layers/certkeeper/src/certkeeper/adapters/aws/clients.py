"""AWS clients, made when first asked for.

botocore is imported at the top: Lambda's initialisation has the whole processor, the first request only its share.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, overload

from botocore.config import Config
from botocore.session import Session

from certkeeper.adapters.aws.botocore_data import LeanLoader

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_route53 import Route53Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_stepfunctions import SFNClient
    from mypy_boto3_sts import STSClient

    from certkeeper.adapters.aws.sqs import Queues

CONNECT_SECONDS = 2
READ_SECONDS = 5
"""All that we call answers in well under a second; three tries of 2 + 5 s fit into API Gateway's 29 s."""
TRIES = 3


@overload
def client(service: Literal["dynamodb"]) -> DynamoDBClient: ...
@overload
def client(service: Literal["events"]) -> EventBridgeClient: ...
@overload
def client(service: Literal["route53"]) -> Route53Client: ...
@overload
def client(service: Literal["secretsmanager"]) -> SecretsManagerClient: ...
@overload
def client(service: Literal["sns"]) -> SNSClient: ...
@overload
def client(service: Literal["sqs"]) -> Queues: ...
@overload
def client(service: Literal["stepfunctions"]) -> SFNClient: ...
@overload
def client(service: Literal["sts"]) -> STSClient: ...
@cache
def client(service: str) -> object:
    """The client of a service, one for the life of the process. botocore alone: boto3 and its resources cost more."""
    return _own_session().create_client(service, config=patience())


@cache
def _own_session() -> Session:
    """One for all clients: making it takes longer than making a client from it.

    Sessions are not for several threads (guide of boto3): clients are made before there are any.
    """
    return session()


def patience() -> Config:
    """How long any client of ours waits."""
    return Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": TRIES},
    )


def session() -> Session:
    """A new one of botocore's, with no more data than we need."""
    lean = Session()
    lean.register_component("data_loader", LeanLoader())
    return lean
