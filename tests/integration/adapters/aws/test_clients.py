"""Clients: one for a service, all of one session, waiting for seconds and no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from boto3.session import Session

from certkeeper.adapters.aws import clients as aws

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.awsrequest import AWSPreparedRequest
    from botocore.client import BaseClient

CALLS = {
    "dynamodb": "list_tables",
    "events": "list_event_buses",
    "route53": "list_hosted_zones",
    "secretsmanager": "list_secrets",
    "sns": "list_topics",
    "sqs": "list_queues",
    "stepfunctions": "list_activities",
    "sts": "get_caller_identity",
}


@pytest.fixture
def new_process() -> Iterator[None]:
    """No client and no session is made yet, and none of those that the test makes stays."""
    _forget()
    yield
    _forget()


@pytest.mark.usefixtures("new_process")
@pytest.mark.parametrize("service", sorted(CALLS))
def test_the_local_world_is_called_where_the_environment_says(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS_ENDPOINT_URL turns every client to the emulator."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    url, signed = _request(cast("Any", aws.client)(service))
    assert url.startswith("http://127.0.0.1:4566/")
    assert "/eu-west-1/" in signed


def test_a_client_is_made_once() -> None:
    """A second one costs what the first one did."""
    assert aws.client("dynamodb") is aws.client("dynamodb")


@pytest.mark.usefixtures("new_process")
def test_clients_share_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each had one of its own, which cost a cold start more than the client did."""
    made: list[Session] = []

    class Counted(Session):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr(aws, "Session", Counted)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    aws.client("events")
    aws.client("sqs")
    assert len(made) == 1


def _forget() -> None:
    """As in a new process."""
    for value in vars(aws).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def test_a_client_waits_for_seconds_only() -> None:
    """The limits of botocore itself are a minute and five tries, but API Gateway waits for 29 s."""
    config: Any = aws.client("dynamodb").meta.config
    assert (config.connect_timeout + config.read_timeout) * config.retries["total_max_attempts"] < 25
    assert config.retries["mode"] == "standard"


def _request(client: BaseClient) -> tuple[str, str]:
    """Where a call would go, and how it would be signed."""
    caught: list[tuple[str, str]] = []

    def stop(request: AWSPreparedRequest, **_: object) -> None:
        scope = str(request.headers["Authorization"]).split(", SignedHeaders")[0]
        caught.append((request.url, scope))
        raise InterruptedError

    client.meta.events.register_first("before-send", stop)
    with pytest.raises(InterruptedError):
        getattr(client, CALLS[client.meta.service_model.service_name])()
    return caught[0]
