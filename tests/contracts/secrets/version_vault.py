"""The contract of `ports.vaults.VersionVault`, with what `Vault` and `UploadVault` keep for it."""

from __future__ import annotations

import pytest

from certkeeper.domain.certificates.certificate import MAX_KEPT_VERSIONS
from certkeeper.domain.errors import CertificateChangedError, NotFoundError
from certkeeper.ports.vaults import RemovalVault, UploadVault, Vault
from tests.contracts.examples import a_bundle, new_id


class VersionVaultContract:
    """Give fixtures `vault`, `upload_vault` and `removal_vault` over the same empty secrets."""

    def test_any_earlier_value_that_is_kept_becomes_current(self, vault: Vault, upload_vault: UploadVault) -> None:
        """Not only the one before; and so does the one that it replaced."""
        certificate_id, orders = new_id(), [new_id() for _ in range(4)]
        for number, order_id in enumerate(orders, 1):
            kept = range(1, number)
            upload_vault.store(certificate_id, order_id, a_bundle(str(number)), version=number, kept=kept)
        assert upload_vault.make_current(certificate_id, orders[0])
        assert upload_vault.is_current(certificate_id, orders[0])
        assert vault.bundle(certificate_id) == a_bundle("1")
        assert vault.make_current(certificate_id, orders[2])
        assert vault.bundle(certificate_id) == a_bundle("3")
        assert [vault.bundle_of(certificate_id, each) for each in orders] == [a_bundle(digit) for digit in "1234"]

    def test_what_is_current_stays(self, vault: Vault, upload_vault: UploadVault) -> None:
        """Nothing is moved."""
        certificate_id, order_id = new_id(), new_id()
        upload_vault.store(certificate_id, order_id, a_bundle("1"))
        assert not upload_vault.make_current(certificate_id, order_id)
        assert vault.bundle(certificate_id) == a_bundle("1")

    def test_a_value_that_is_not_there_is_not_found(self, upload_vault: UploadVault) -> None:
        """And what is current stays."""
        certificate_id, order_id = new_id(), new_id()
        upload_vault.store(certificate_id, order_id, a_bundle("1"))
        with pytest.raises(NotFoundError):
            upload_vault.make_current(certificate_id, new_id())
        assert upload_vault.is_current(certificate_id, order_id)
        assert not upload_vault.is_current(certificate_id, new_id())

    def test_a_secret_on_its_way_out_is_left_alone(
        self, upload_vault: UploadVault, removal_vault: RemovalVault
    ) -> None:
        """Nor is there one of a certificate that never was."""
        certificate_id, first, second = new_id(), new_id(), new_id()
        upload_vault.store(certificate_id, first, a_bundle("1"))
        upload_vault.store(certificate_id, second, a_bundle("2"), version=2, kept=(1,))
        removal_vault.remove(certificate_id, 7)
        for missing in (certificate_id, new_id()):
            with pytest.raises(CertificateChangedError):
                upload_vault.make_current(missing, first)
            assert not upload_vault.is_current(missing, first)
        removal_vault.recover(certificate_id, first)
        assert upload_vault.is_current(certificate_id, first)

    def test_what_falls_out_of_the_kept_versions_loses_its_label(self, vault: Vault, upload_vault: UploadVault) -> None:
        """Issued and uploaded ones alike; a version that was current lately is kept, however old it is."""
        certificate_id = new_id()
        orders = {number: new_id() for number in range(1, MAX_KEPT_VERSIONS + 4)}
        latest = MAX_KEPT_VERSIONS + 3
        for number, order_id in orders.items():
            store = upload_vault.store if number % 2 else vault.publish
            kept = {1, *range(max(2, number - MAX_KEPT_VERSIONS + 1), number)}
            store(certificate_id, order_id, a_bundle("1"), version=number, kept=kept)
        for number in (2, 3):
            with pytest.raises(NotFoundError):
                upload_vault.make_current(certificate_id, orders[number])
        for number in (1, *range(4, latest + 1)):
            assert upload_vault.make_current(certificate_id, orders[number])
            assert vault.bundle_of(certificate_id, orders[number]) == a_bundle("1")

    def test_an_upload_that_is_not_finished_keeps_its_label(self, vault: Vault, upload_vault: UploadVault) -> None:
        """Of two for the same number neither takes it from the other, and the next one does not take it off."""
        certificate_id, first, one, other, after = (new_id() for _ in range(5))
        upload_vault.store(certificate_id, first, a_bundle("1"))
        upload_vault.store(certificate_id, one, a_bundle("2"), version=2, kept=(1,))
        upload_vault.store(certificate_id, other, a_bundle("3"), version=2, kept=(1,))
        upload_vault.store(certificate_id, after, a_bundle("4"), version=2, kept=(1,))
        upload_vault.withdraw(certificate_id, after)
        assert upload_vault.make_current(certificate_id, one)
        assert vault.bundle_of(certificate_id, one) == a_bundle("2")
        assert upload_vault.make_current(certificate_id, other)
