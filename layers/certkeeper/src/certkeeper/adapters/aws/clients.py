"""AWS clients, made by boto3 when first asked for: one for each service and process, all with the same timeouts.

boto3 is imported at the top: Lambda's initialisation has the whole processor, the first request only its share.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, overload

from boto3.session import Session
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_route53 import Route53Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient
    from mypy_boto3_sts import STSClient

CONNECT_SECONDS = 2
READ_SECONDS = 5
"""Every operation that is called here answers in well under a second."""
MAX_ATTEMPTS = 3
"""Three tries of 2 + 5 s fit into the 29 s that API Gateway waits for a function."""


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
def client(service: Literal["sqs"]) -> SQSClient: ...
@overload
def client(service: Literal["stepfunctions"]) -> SFNClient: ...
@overload
def client(service: Literal["sts"]) -> STSClient: ...
@cache
def client(service: Any) -> object:
    """Return the client of a service; the same one whenever it is asked for again in this process."""
    return _session().client(service, config=timeouts())


@cache
def _session() -> Session:
    """Return the session of all clients: making it takes as long as making a client from it.

    Sessions must not be shared by threads (boto3's guide, "Session"): clients are made before there are any.
    """
    return Session()


def timeouts() -> Config:
    """Return how long a client waits for AWS, and how often it tries."""
    return Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": MAX_ATTEMPTS},
    )
