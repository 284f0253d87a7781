"""Secrets on their way out keep the contract that the fake keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.ports.vaults import RemovalVault, UploadVault
from tests.contracts.examples import a_bundle, new_id
from tests.contracts.secrets.removal_vault import RemovalVaultContract

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


class TestSecretsManagerRemovals(RemovalVaultContract):
    """Deletions in Secrets Manager."""


def test_a_window_is_what_secrets_manager_takes(
    secretsmanager: SecretsManagerClient, prefix: str, upload_vault: UploadVault, removal_vault: RemovalVault
) -> None:
    """At least 7 days and at most 30, whatever is left of a certificate's own."""
    for days, taken in ((1, 7), (12, 12), (31, 30)):
        certificate_id = new_id()
        upload_vault.store(certificate_id, new_id(), a_bundle())
        removal_vault.remove(certificate_id, days)
        described = secretsmanager.describe_secret(SecretId=f"{prefix}/certificates/{certificate_id}")
        left = described["DeletedDate"] - described["LastChangedDate"]
        assert abs(left.total_seconds() / 86400 - taken) < 1
