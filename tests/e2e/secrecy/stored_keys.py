"""The private keys that are, or were, in Secrets Manager: what no text may have a piece of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_secretsmanager import SecretsManagerClient

    from infra.local.aws import Cloud

PEM_BODY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+(.+?)\s+-----END", re.DOTALL)
RECOVERY_DAYS = 7


def secrets_manager(cloud: Cloud) -> SecretsManagerClient:
    """Its client, as whoever set the account up."""
    client: SecretsManagerClient = cloud.session.client("secretsmanager", endpoint_url=cloud.endpoint)
    return client


def pieces(text: str) -> set[str]:
    """A line of every key in it, JSON or PEM: no text has it by chance.

    Out of the middle, which is private: the last line of an elliptic one is of its public key, which certificates have.
    """
    bodies = map(str.splitlines, PEM_BODY.findall(text.replace("\\n", "\n")))
    return {lines[len(lines) // 2] for lines in bodies}


def all_pieces(cloud: Cloud) -> set[str]:
    """Of every version of every secret, those of accounts included, and of orders that came to nothing."""
    client = secrets_manager(cloud)
    listing = client.get_paginator("list_secrets").paginate(IncludePlannedDeletion=True)
    found: set[str] = set()
    for secret in [secret for page in listing for secret in page["SecretList"]]:
        if "DeletedDate" in secret:
            client.restore_secret(SecretId=secret["ARN"])
        for value in _values(client, secret["ARN"]):
            found |= pieces(value)
        if "DeletedDate" in secret:
            client.delete_secret(SecretId=secret["ARN"], RecoveryWindowInDays=RECOVERY_DAYS)
    return found


def _values(client: SecretsManagerClient, arn: str) -> Iterator[str]:
    for version in client.list_secret_version_ids(SecretId=arn, IncludeDeprecated=True)["Versions"]:
        yield client.get_secret_value(SecretId=arn, VersionId=version["VersionId"])["SecretString"]
