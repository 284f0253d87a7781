"""Adapters that need only the name of the stack's table, or the prefix of its secrets (ADR 87).

A function names the class that it wants, and so loads that class and no other.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from certkeeper.adapters.aws.clients import client
from certkeeper.entrypoints import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_secretsmanager import SecretsManagerClient

    Adapter = TypeVar("Adapter")


def in_table(kind: Callable[[str, DynamoDBClient], Adapter]) -> Adapter:
    """Return the adapter of a kind of rows, on the stack's table; the same one at each call."""
    made: Adapter = _in_table(kind)
    return made


def in_secrets(kind: Callable[[SecretsManagerClient, str], Adapter]) -> Adapter:
    """Return the adapter of a kind of secrets, below the stack's prefix; the same one at each call."""
    made: Adapter = _in_secrets(kind)
    return made


def in_tagged_secrets(kind: Callable[[SecretsManagerClient, str, Mapping[str, str]], Adapter]) -> Adapter:
    """Return the adapter of a kind of secrets as `in_secrets` does, for functions that create some: with their tags."""
    made: Adapter = _in_tagged_secrets(kind)
    return made


@cache
def _in_table(kind: Callable[[str, DynamoDBClient], Any]) -> Any:  # noqa: ANN401 - `cache` knows no type variables
    return kind(settings.table_name(), client("dynamodb"))


@cache
def _in_secrets(kind: Callable[[SecretsManagerClient, str], Any]) -> Any:  # noqa: ANN401 - `cache` knows no type variables
    return kind(client("secretsmanager"), settings.secret_prefix())


@cache
def _in_tagged_secrets(kind: Callable[[SecretsManagerClient, str, Mapping[str, str]], Any]) -> Any:  # noqa: ANN401 - `cache` knows no type variables
    return kind(client("secretsmanager"), settings.secret_prefix(), settings.resource_tags())
