"""Secrets Manager's calls with what each of its refusals means to us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from certkeeper.adapters.aws.errors import code
from certkeeper.domain.errors import TransientError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mypy_boto3_secretsmanager import SecretsManagerClient

CURRENT = "AWSCURRENT"
PENDING = "AWSPENDING"
PREVIOUS = "AWSPREVIOUS"
RECOVERY_DAYS = 7
"""The shortest window that Secrets Manager allows, in which a discarded secret can be restored."""
MAX_RECOVERY_DAYS = 30
"""The longest (DeleteSecret)."""

ABSENT_ERRORS = frozenset({"InvalidRequestException", "ResourceNotFoundException"})
"""How reading refuses: no such secret or version; or the secret is scheduled for deletion."""


class VersionedSecrets:
    """Secrets by name, their versions by tokens that we choose."""

    def __init__(self, client: SecretsManagerClient) -> None:
        self._client = client

    def read(self, name: str, token: str) -> str | None:
        """The value of a version, or None."""
        try:
            return self._client.get_secret_value(SecretId=name, VersionId=token)["SecretString"]
        except ClientError as error:
            if code(error) in ABSENT_ERRORS:
                return None
            raise

    def read_current(self, name: str) -> str | None:
        """The value that consumers see, or None."""
        try:
            return self._client.get_secret_value(SecretId=name, VersionStage=CURRENT)["SecretString"]
        except ClientError as error:
            if code(error) in ABSENT_ERRORS:
                return None
            raise

    def create(self, name: str) -> None:
        """Makes a secret without a value; one that is there already is left as it is."""
        try:
            self._client.create_secret(Name=name)
        except ClientError as error:
            if code(error) != "ResourceExistsException":
                raise

    def create_with_value(self, name: str, token: str, value: str) -> None:
        """Makes a secret with its value, at once; one that is there already is left as it is."""
        try:
            self._client.create_secret(Name=name, ClientRequestToken=token, SecretString=value)
        except ClientError as error:
            if code(error) != "ResourceExistsException":
                raise

    def put(self, name: str, token: str, value: str, stages: Sequence[str]) -> None:
        """Stores a version; one that is there already is left as it is. A secret just made may not be seen yet."""
        try:
            self._client.put_secret_value(
                SecretId=name, ClientRequestToken=token, SecretString=value, VersionStages=stages
            )
        except ClientError as error:
            if code(error) == "ResourceNotFoundException":
                raise TransientError("the secret cannot be seen yet") from error
            if code(error) != "ResourceExistsException":
                raise

    def stages(self, name: str) -> Mapping[str, Sequence[str]] | None:
        """The stages of each version that has some; None where the secret is not, or soon will not be."""
        try:
            description: dict[str, Any] = {**self._client.describe_secret(SecretId=name)}
        except ClientError as error:
            if code(error) in ABSENT_ERRORS:
                return None
            raise
        return None if "DeletedDate" in description else description.get("VersionIdsToStages", {})

    def remove_stage(self, name: str, token: str, stage: str) -> None:
        """Takes a stage off a version."""
        self._client.update_secret_version_stage(SecretId=name, VersionStage=stage, RemoveFromVersionId=token)

    def move_stage(self, name: str, stage: str, token: str, other: str) -> None:
        """Takes a stage from the other version and gives it to this one."""
        self._client.update_secret_version_stage(
            SecretId=name, VersionStage=stage, MoveToVersionId=token, RemoveFromVersionId=other
        )

    def is_scheduled_for_deletion(self, name: str) -> bool | None:
        """Whether the secret is scheduled for deletion; None where it is gone."""
        try:
            return "DeletedDate" in self._client.describe_secret(SecretId=name)
        except ClientError as error:
            if code(error) == "ResourceNotFoundException":
                return None
            raise

    def schedule_deletion(self, name: str, days: int = RECOVERY_DAYS) -> None:
        """Takes the whole secret away, recoverable for so many days."""
        self._client.delete_secret(SecretId=name, RecoveryWindowInDays=days)

    def restore(self, name: str) -> None:
        """Calls the deletion off. No error where none is scheduled."""
        self._client.restore_secret(SecretId=name)
