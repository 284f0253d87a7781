"""Clients of AWS, made by boto3 at their first use: one for each service and process, all with the same timeouts.

boto3 is imported at the top of the module: during its initialisation a Lambda function has the whole processor, and in
its first request only its share.

The reasons are in ADR 86.
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
    from mypy_boto3_ssm import SSMClient
    from mypy_boto3_stepfunctions import SFNClient
    from mypy_boto3_sts import STSClient

CONNECT_SECONDS = 2
"""How long a client waits for a connection."""
READ_SECONDS = 5
"""How long a client waits for a response. Every operation that is called here takes well under a second."""
MAX_ATTEMPTS = 3
"""The most attempts of one call. Three attempts of 2 + 5 s fit into the 29 s that API Gateway waits for a function."""


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
def client(service: Literal["ssm"]) -> SSMClient: ...
@overload
def client(service: Literal["stepfunctions"]) -> SFNClient: ...
@overload
def client(service: Literal["sts"]) -> STSClient: ...
@cache
def client(service: Any) -> object:
    """Return the client of an AWS service, by boto3's name of the service.

    The same one at each call in this process.
    """
    return _session().client(service, config=timeouts())


@cache
def _session() -> Session:
    """Return the session of all clients: making one takes as long as making a client from it.

    Threads must not share sessions (boto3's guide, "Session"), so clients are made before there are any threads.
    """
    return Session()


def timeouts() -> Config:
    """Return the configuration of every client: how long it waits for AWS, and how often it tries."""
    return Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": MAX_ATTEMPTS},
    )
