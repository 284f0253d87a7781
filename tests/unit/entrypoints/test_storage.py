"""The arguments with which adapters of rows and secrets are made, and how often they are made."""

from typing import Any, NamedTuple

import pytest

from certkeeper.entrypoints.wiring import storage
from tests.environment import environment


@pytest.fixture(autouse=True)
def reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is given its table and prefix; a client is the name of its service."""
    for name, value in environment(TABLE_NAME="a-table", SECRET_PREFIX="a/prefix").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(storage, "client", lambda service: service)


def test_an_adapter_of_rows_has_the_table_and_its_client_and_is_made_once() -> None:
    """Its own class decides which rows."""

    class Rows(NamedTuple):
        table: str
        client: Any

    made = storage.in_table(Rows)
    assert made == ("a-table", "dynamodb")
    assert storage.in_table(Rows) is made


def test_an_adapter_of_secrets_has_the_client_and_the_prefix_and_is_made_once() -> None:
    """Its own class decides which secrets."""

    class Secrets(NamedTuple):
        client: Any
        prefix: str

    made = storage.in_secrets(Secrets)
    assert made == ("secretsmanager", "a/prefix")
    assert storage.in_secrets(Secrets) is made
