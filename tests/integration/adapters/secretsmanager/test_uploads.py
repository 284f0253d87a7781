"""Uploaded bundles in Secrets Manager keep the contract that the fake keeps."""

from __future__ import annotations

from tests.contracts.secrets.upload_vault import UploadVaultContract
from tests.contracts.secrets.version_vault import VersionVaultContract


class TestSecretsManagerVersions(VersionVaultContract):
    """Versions of secrets in Secrets Manager."""


class TestSecretsManagerUploads(UploadVaultContract):
    """Uploaded bundles in Secrets Manager."""
