"""The contract of `ports.vaults.RemovalVault`, beside `Vault` and `UploadVault` over the same secrets."""

from __future__ import annotations

import pytest

from certkeeper.domain.errors import CertificateChangedError, NotFoundError
from certkeeper.ports.vaults import RemovalVault, UploadVault, Vault
from tests.contracts.examples import a_bundle, new_id

DAYS = 30


class RemovalVaultContract:
    """Give fixtures `vault`, `upload_vault` and `removal_vault` over the same secrets, nothing in them."""

    def test_what_is_removed_is_not_read_until_it_is_recovered(
        self, vault: Vault, upload_vault: UploadVault, removal_vault: RemovalVault
    ) -> None:
        """Each is idempotent."""
        certificate_id, upload_id = new_id(), new_id()
        upload_vault.store(certificate_id, upload_id, a_bundle())
        assert not removal_vault.is_deletion_scheduled(certificate_id)
        for _ in range(2):
            removal_vault.remove(certificate_id, DAYS)
        assert removal_vault.is_deletion_scheduled(certificate_id)
        with pytest.raises(NotFoundError):
            vault.bundle(certificate_id)
        for _ in range(2):
            removal_vault.recover(certificate_id, upload_id)
        assert not removal_vault.is_deletion_scheduled(certificate_id)
        assert vault.bundle(certificate_id) == a_bundle()

    def test_what_comes_back_is_the_version_that_is_asked_for(
        self, vault: Vault, upload_vault: UploadVault, removal_vault: RemovalVault
    ) -> None:
        """An upload that was refused while the secret went could not withdraw its own."""
        certificate_id, first, second = new_id(), new_id(), new_id()
        upload_vault.store(certificate_id, first, a_bundle("1"))
        upload_vault.store(certificate_id, second, a_bundle("2"))
        removal_vault.remove(certificate_id, DAYS)
        upload_vault.withdraw(certificate_id, second)
        removal_vault.recover(certificate_id, first)
        assert vault.bundle(certificate_id) == a_bundle("1")
        upload_vault.withdraw(certificate_id, second)
        assert vault.bundle(certificate_id) == a_bundle("1")

    def test_what_is_on_its_way_out_takes_no_upload(
        self, upload_vault: UploadVault, removal_vault: RemovalVault
    ) -> None:
        """Its certificate was deleted a moment ago."""
        certificate_id = new_id()
        upload_vault.store(certificate_id, new_id(), a_bundle())
        removal_vault.remove(certificate_id, DAYS)
        with pytest.raises(CertificateChangedError):
            upload_vault.store(certificate_id, new_id(), a_bundle("2"))

    def test_what_is_gone_is_distinguished_from_what_is_going(self, removal_vault: RemovalVault) -> None:
        """It can be removed again, but not recovered."""
        certificate_id = new_id()
        removal_vault.remove(certificate_id, DAYS)
        with pytest.raises(NotFoundError):
            removal_vault.is_deletion_scheduled(certificate_id)
        with pytest.raises(NotFoundError):
            removal_vault.recover(certificate_id, new_id())
