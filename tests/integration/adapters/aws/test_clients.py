"""Clients: lean, patient for seconds and no longer, and speaking to the very endpoints that botocore knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.session import Session

from certkeeper.adapters.aws import clients as aws
from certkeeper.adapters.aws.botocore_data import SERVICES

if TYPE_CHECKING:
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


@pytest.mark.parametrize("service", SERVICES)
def test_every_region_is_called_where_botocore_calls_it(service: str) -> None:
    """With all its data and with what we load of it: the same URL, signed for the same region and service."""
    lean, whole = aws.session(), Session()
    partitions = whole.get_available_partitions()
    regions = [region for each in partitions for region in whole.get_available_regions("dynamodb", each)]
    assert len(regions) > 30
    for region in regions:
        ours, theirs = (_request(each.create_client(service, region)) for each in (lean, whole))
        assert ours == theirs


@pytest.mark.parametrize("variant", ["AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"])
@pytest.mark.parametrize("service", SERVICES)
def test_variants_of_endpoints_are_botocores_too(service: str, variant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who must have FIPS gets it."""
    monkeypatch.setenv(variant, "true")
    for region in ("us-east-1", "us-gov-west-1", "ca-central-1"):
        ours, theirs = (_request(each.create_client(service, region)) for each in (aws.session(), Session()))
        assert ours == theirs


@pytest.mark.parametrize("service", SERVICES)
def test_the_local_world_is_called_where_the_environment_says(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS_ENDPOINT_URL turns every client to the emulator."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    url, signed = _request(aws.session().create_client(service, "eu-west-1"))
    assert url.startswith("http://127.0.0.1:4566/")
    assert "/eu-west-1/" in signed


def test_a_client_is_made_once() -> None:
    """A second one costs what the first one did."""
    assert aws.client("dynamodb") is aws.client("dynamodb")


def test_clients_share_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each had one of its own, which cost a cold start more than the client did."""
    made: list[Session] = []

    class Counted(Session):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr(aws, "Session", Counted)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    _forget()
    try:
        aws.client("events")
        aws.client("sqs")
    finally:
        _forget()
    assert len(made) == 1


def _forget() -> None:
    """As in a new process."""
    for value in vars(aws).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def test_a_client_waits_for_seconds_only() -> None:
    """The usual patience is a minute and five tries, but API Gateway waits for 29 s."""
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
