"""Uploaded bundles in Secrets Manager keep the contract that the fake keeps."""

from __future__ import annotations

from tests.contracts.secrets.upload_vault import UploadVaultContract


class TestSecretsManagerUploads(UploadVaultContract):
    """Uploaded bundles in Secrets Manager."""
