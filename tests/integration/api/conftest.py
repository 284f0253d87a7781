"""The handlers of the API in an account of moto's, called with events as API Gateway makes them."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from moto import mock_aws

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.dynamodb.responder import DynamoResponder
from certkeeper.adapters.secretsmanager.vault import SecretsManagerVault
from infra.local.dns.server import DnsServer
from tests.contract import assert_in_contract, operations
from tests.deployed_table import create_table
from tests.environment import environment
from tests.fakes.api_gateway import CALLER, JSON_TYPE, proxy_event
from tests.integration.machine.aws.secrets_of_moto import correct_secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

REGION = "eu-west-1"
TABLE = "certkeeper"
PREFIX = "certkeeper"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def document(self) -> dict[str, Any]:
        """The body as JSON."""
        document: dict[str, Any] = json.loads(self.text)
        return document

    @property
    def problem(self) -> str:
        """The last part of the problem's type."""
        kind: str = self.document["type"]
        return kind.rsplit(":", 1)[-1]


class Api:
    """All operations, and what stands behind them. Every answer is held against the contract."""

    def __init__(self, machine_arn: str, dns: DnsServer) -> None:
        self.machine_arn = machine_arn
        self.dns = dns
        self.orders = DynamoOrders(TABLE, client("dynamodb"))
        self.responder = DynamoResponder(TABLE, client("dynamodb"))
        self.vault = SecretsManagerVault(client("secretsmanager"), PREFIX)

    def call(  # the parts of a request
        self,
        operation: str,
        *,
        query: Mapping[str, list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        body: object = None,
        text: str | None = None,
        caller: str | None = CALLER,
        **path: str,
    ) -> Answer:
        """Calls an operation; `body` is sent as JSON, `text` as it is."""
        sent = json.dumps(body) if body is not None else text
        event = proxy_event(
            operations()[operation].route,
            path,
            query=query,
            headers={**(JSON_TYPE if sent else {}), **(headers or {})},
            body=sent,
            caller=caller,
        )
        answer = import_module(f"functions.api.{operation}.app").handler(event, None)
        assert_in_contract(operation, answer)
        return Answer(answer["statusCode"], answer["headers"], answer["body"])

    @staticmethod
    def restart() -> None:
        """Every function's process is made anew."""
        _forget(adapters=False)

    def rows(self) -> list[dict[str, Any]]:
        """Everything in the table."""
        found: list[dict[str, Any]] = client("dynamodb").scan(TableName=TABLE)["Items"]
        return found

    def executions(self) -> list[str]:
        """The names of the machine's executions."""
        found = client("stepfunctions").list_executions(stateMachineArn=self.machine_arn)["executions"]
        return [execution["name"] for execution in found]


@pytest.fixture(name="dns", scope="session")
def a_name_server() -> Iterator[DnsServer]:
    """The one that verify asks."""
    server = DnsServer()
    yield server
    server.stop()


@pytest.fixture
def fresh_api(dns: DnsServer, monkeypatch: pytest.MonkeyPatch) -> Callable[[], AbstractContextManager[Api]]:
    """Gives, as often as it is called, a fresh account and functions that have wired nothing yet."""
    credentials = {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": REGION,
    }
    reported = environment(TABLE_NAME=TABLE, SECRET_PREFIX=PREFIX, CHECK_NAMESERVER=dns.address)
    for name, value in (credentials | reported).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)

    @contextmanager
    def account() -> Iterator[Api]:
        _forget()
        with mock_aws(), pytest.MonkeyPatch.context() as patch:
            correct_secrets(patch)
            machine_arn = _deploy()
            monkeypatch.setenv("STATE_MACHINE_ARN", machine_arn)
            monkeypatch.setenv("NOTICES_TOPIC_ARN", client("sns").create_topic(Name="notices")["TopicArn"])
            yield Api(machine_arn, dns)
        _forget()

    return account


@pytest.fixture
def api(fresh_api: Callable[[], AbstractContextManager[Api]]) -> Iterator[Api]:
    """One account with table and state machine."""
    with fresh_api() as made:
        yield made


def _deploy() -> str:
    """The table and the machine; gives the machine's ARN."""
    create_table(client("dynamodb"), TABLE)
    role = "arn:aws:iam::123456789012:role/machine"
    return client("stepfunctions").create_state_machine(name="issuance", definition="{}", roleArn=role)[
        "stateMachineArn"
    ]


def _forget(*, adapters: bool = True) -> None:
    """Each test begins as a fresh process does."""
    for name, module in list(sys.modules.items()):
        if name.startswith("certkeeper.entrypoints.wiring.") or (adapters and name == client.__module__):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
