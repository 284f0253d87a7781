"""Calls of Secrets Manager, and what each of its refusals means (ADRs 4 and 49)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from certkeeper.adapters.aws.errors import code
from certkeeper.adapters.secretsmanager.layout import NO_TAGS
from certkeeper.domain.errors import TransientError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_secretsmanager.type_defs import TagTypeDef

CURRENT = "AWSCURRENT"
"""The stage of the version that consumers read (Secrets Manager, "Staging labels")."""
PENDING = "AWSPENDING"
"""The stage of a key that waits for its certificate."""
PREVIOUS = "AWSPREVIOUS"
"""The stage that AWS gives to the version that was current before."""
RECOVERY_DAYS = 7
"""The shortest time for which Secrets Manager can restore a deleted secret (DeleteSecret, `RecoveryWindowInDays`)."""
MAX_RECOVERY_DAYS = 30
"""The longest time for which it can (DeleteSecret, `RecoveryWindowInDays`)."""

ABSENT_ERRORS = frozenset({"InvalidRequestException", "ResourceNotFoundException"})
"""The error codes of a read that finds nothing: there is no such secret or version, or the secret is scheduled for
deletion."""


class VersionedSecrets:
    """Secrets by name, with their versions by tokens that the caller chooses (ClientRequestToken).

    Those that are created get the tags in the same call: an organisation may refuse a secret without them.
    """

    def __init__(self, client: SecretsManagerClient, tags: Mapping[str, str] = NO_TAGS) -> None:
        self._client = client
        self._tags: Sequence[TagTypeDef] = [{"Key": key, "Value": value} for key, value in tags.items()]

    def read(self, name: str, token: str) -> str | None:
        """Return the value of the version of a secret that a token names, or None (GetSecretValue)."""
        try:
            return self._client.get_secret_value(SecretId=name, VersionId=token)["SecretString"]
        except ClientError as error:
            if code(error) in ABSENT_ERRORS:
                return None
            raise

    def read_current(self, name: str) -> str | None:
        """Return the value of a secret that consumers read, by its name, or None (GetSecretValue)."""
        try:
            return self._client.get_secret_value(SecretId=name, VersionStage=CURRENT)["SecretString"]
        except ClientError as error:
            if code(error) in ABSENT_ERRORS:
                return None
            raise

    def create(self, name: str) -> None:
        """Create a secret with this name, without a value (CreateSecret); one that exists is left as it is."""
        try:
            self._client.create_secret(Name=name, Tags=self._tags)
        except ClientError as error:
            if code(error) != "ResourceExistsException":
                raise

    def create_with_value(self, name: str, token: str, value: str) -> None:
        """Create a secret with its name, token and value in one call (CreateSecret).

        One that exists is left as it is.
        """
        try:
            self._client.create_secret(Name=name, ClientRequestToken=token, SecretString=value, Tags=self._tags)
        except ClientError as error:
            if code(error) != "ResourceExistsException":
                raise

    def put(self, name: str, token: str, value: str, stages: Sequence[str]) -> None:
        """Store a version with its token, value and stages under the secret's name (PutSecretValue).

        A version that exists is left as it is. Raises TransientError if the secret, just created, cannot be found yet.
        """
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
        """Return the stages of each version of a secret that has some, by its name (DescribeSecret).

        None if the secret does not exist or is scheduled for deletion.
        """
        try:
            description: dict[str, Any] = {**self._client.describe_secret(SecretId=name)}
        except ClientError as error:
            if code(error) in ABSENT_ERRORS:
                return None
            raise
        return None if "DeletedDate" in description else description.get("VersionIdsToStages", {})

    def remove_stage(self, name: str, token: str, stage: str) -> None:
        """Take a stage off the version of a secret that a token names (UpdateSecretVersionStage)."""
        self._client.update_secret_version_stage(SecretId=name, VersionStage=stage, RemoveFromVersionId=token)

    def move_stage(self, name: str, stage: str, token: str, other: str) -> None:
        """Move a stage of a secret, given by name, from the version `other` to the one that a token names.

        UpdateSecretVersionStage. Raises TransientError if the stage was moved by somebody else meanwhile.
        """
        try:
            self._client.update_secret_version_stage(
                SecretId=name, VersionStage=stage, MoveToVersionId=token, RemoveFromVersionId=other
            )
        except ClientError as error:
            if code(error) == "InvalidParameterException":
                raise TransientError("the stage was moved meanwhile") from error
            raise

    def is_scheduled_for_deletion(self, name: str) -> bool | None:
        """Return whether the secret with this name is scheduled for deletion (DescribeSecret).

        None if there is none.
        """
        try:
            return "DeletedDate" in self._client.describe_secret(SecretId=name)
        except ClientError as error:
            if code(error) == "ResourceNotFoundException":
                return None
            raise

    def schedule_deletion(self, name: str, days: int = RECOVERY_DAYS) -> None:
        """Schedule the secret with this name for deletion; it can be restored for so many days (DeleteSecret)."""
        self._client.delete_secret(SecretId=name, RecoveryWindowInDays=days)

    def restore(self, name: str) -> None:
        """Cancel the deletion of the secret with this name (RestoreSecret); nothing happens if none is scheduled."""
        self._client.restore_secret(SecretId=name)
