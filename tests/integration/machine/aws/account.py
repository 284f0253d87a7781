"""An AWS account in this process (moto), with what Certkeeper's template would deploy to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, cast

import pytest
from moto import mock_aws

from certkeeper.adapters.aws import events as sqs_events
from certkeeper.adapters.aws.clients import client
from tests.deployed_table import create_table
from tests.integration.machine.aws.account_contents import TABLE, Account
from tests.integration.machine.aws.calls import Calls
from tests.integration.machine.aws.route53_of_moto import correct_route53
from tests.integration.machine.aws.secrets_of_moto import correct_secrets
from tests.integration.machine.interpreter.handlers import Handlers

REGION = "us-east-1"
ROOTS = "AcmeDirectoryRootPem"
"""The parameter of the template that reaches functions through SSM."""
ROOT_PARAMETER = "/certkeeper/certkeeper/directory-roots"
PUT_EVENTS = "provide-client-params.eventbridge.PutEvents"


@contextmanager
def account(environment: Mapping[str, str], calls: Calls, handlers: Handlers | None = None) -> Iterator[Account]:
    """A fresh account; the functions' environment is what the account itself has to say, and `environment` over it.

    ROOTS in it become an SSM parameter, as the template makes it.
    """
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        correct_route53(patch)
        correct_secrets(patch)
        patch.setattr(sqs_events, "WAIT_SECONDS", 0)  # moto waits for messages by the clock
        _clients()
        _make_table()
        made = Account(calls, handlers or Handlers(calls))
        for name, value in {**made.environment(), **environment}.items():
            if name == ROOTS:
                _store_roots(value)
                patch.setenv("ACME_ROOT_PARAMETER", ROOT_PARAMETER)
            else:
                patch.setenv(name, value)
        sfn, events = client("stepfunctions"), client("events")
        made.machine.tokens.listen(sfn)
        events.meta.events.register(PUT_EVENTS, made.note_event)
        try:
            yield made
        finally:
            made.handlers.restart()
            made.machine.tokens.ignore(sfn)
            events.meta.events.unregister(PUT_EVENTS, made.note_event)


@cache
def _clients() -> None:
    """Makes the process's clients inside of moto, which gives them credentials; making them costs 0.1 s each."""
    client("dynamodb")
    client("events")
    client("route53")
    client("secretsmanager")
    client("sns")
    client("sqs")
    client("ssm")
    client("stepfunctions")


def _store_roots(pem: str) -> None:
    store = cast("Any", client("ssm"))  # functions only read
    store.put_parameter(Name=ROOT_PARAMETER, Type="String", Value=pem)


def _make_table() -> None:
    create_table(client("dynamodb"), TABLE)
