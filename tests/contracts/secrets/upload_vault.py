"""The contract of `ports.vaults.UploadVault`, beside `ports.vaults.Vault` over the same secrets."""

from __future__ import annotations

import pytest

from certkeeper.domain.errors import NotFoundError
from certkeeper.ports.vaults import UploadVault, Vault
from tests.contracts.examples import a_bundle, new_id


class UploadVaultContract:
    """Give fixtures `vault` and `upload_vault` over the same secrets, nothing in them."""

    def test_a_stored_bundle_is_current_and_found_by_its_upload(self, vault: Vault, upload_vault: UploadVault) -> None:
        """Consumers read it at once."""
        certificate_id, upload_id = new_id(), new_id()
        assert not upload_vault.holds(certificate_id, upload_id)
        upload_vault.store(certificate_id, upload_id, a_bundle())
        assert upload_vault.holds(certificate_id, upload_id)
        assert vault.bundle(certificate_id) == vault.bundle_of(certificate_id, upload_id) == a_bundle()

    def test_storing_twice_is_once(self, vault: Vault, upload_vault: UploadVault) -> None:
        """AWSPREVIOUS is not the same as AWSCURRENT."""
        certificate_id, first, second = new_id(), new_id(), new_id()
        upload_vault.store(certificate_id, first, a_bundle("1"))
        for _ in range(2):
            upload_vault.store(certificate_id, second, a_bundle("2"))
        assert vault.bundle(certificate_id) == a_bundle("2")
        assert vault.bundle_of(certificate_id, first) == a_bundle("1")

    def test_the_key_of_a_running_order_stays(self, vault: Vault, upload_vault: UploadVault) -> None:
        """A successor that somebody uploads while a renewal runs."""
        certificate_id, order_id = new_id(), new_id()
        upload_vault.store(certificate_id, new_id(), a_bundle("1"))
        vault.ensure_order_key(certificate_id, order_id, lambda: "key")
        upload_vault.store(certificate_id, new_id(), a_bundle("2"))
        assert vault.order_key(certificate_id, order_id) == "key"

    def test_withdrawing_the_only_bundle_takes_the_secret_along(self, vault: Vault, upload_vault: UploadVault) -> None:
        """Nobody was ever notified of it. Also where the process died before it put a value."""
        certificate_id, upload_id = new_id(), new_id()
        upload_vault.store(certificate_id, upload_id, a_bundle())
        for _ in range(2):
            upload_vault.withdraw(certificate_id, upload_id)
        assert not upload_vault.holds(certificate_id, upload_id)
        with pytest.raises(NotFoundError):
            vault.bundle(certificate_id)

    def test_withdrawing_a_successor_gives_the_one_before_back(self, vault: Vault, upload_vault: UploadVault) -> None:
        """However often it is tried."""
        certificate_id, first, second = new_id(), new_id(), new_id()
        upload_vault.store(certificate_id, first, a_bundle("1"))
        upload_vault.store(certificate_id, second, a_bundle("2"))
        for _ in range(2):
            upload_vault.withdraw(certificate_id, second)
        assert vault.bundle(certificate_id) == a_bundle("1")

    def test_withdrawing_what_was_never_stored_changes_nothing(self, vault: Vault, upload_vault: UploadVault) -> None:
        """The process died before it came so far."""
        certificate_id = new_id()
        upload_vault.withdraw(certificate_id, new_id())
        upload_vault.store(certificate_id, new_id(), a_bundle("1"))
        upload_vault.withdraw(certificate_id, new_id())
        assert vault.bundle(certificate_id) == a_bundle("1")

    def test_a_bundle_of_an_unknown_upload_is_not_found(self, vault: Vault, upload_vault: UploadVault) -> None:
        """Neither of a certificate that is not, nor of one that is."""
        certificate_id = new_id()
        with pytest.raises(NotFoundError):
            vault.bundle_of(certificate_id, new_id())
        upload_vault.store(certificate_id, new_id(), a_bundle())
        with pytest.raises(NotFoundError):
            vault.bundle_of(certificate_id, new_id())
