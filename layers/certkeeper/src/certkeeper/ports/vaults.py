"""Private keys, and the secrets that consumers read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from certkeeper.domain.certificates.certificate import Bundle


class VersionVault(Protocol):
    """Which of its values a certificate's secret hands out: no key is read. Every write is durable at its return."""

    def make_current(self, certificate_id: str, order_id: str) -> bool:
        """Make the value of an order or an upload the current one of the certificate's secret.

        Return False where it is so already. Raises NotFoundError('key') where it is not kept any more, and
        CertificateChangedError where the secret is scheduled for deletion.
        """

    def is_current(self, certificate_id: str, order_id: str) -> bool:
        """Return whether the value of an order or an upload is the current one of the certificate's secret."""


class Vault(VersionVault, Protocol):
    """Private keys, and the secrets that consumers read. Every write is durable when the call returns."""

    def account_key(self, directory_url: str, make: Callable[[], str]) -> str:
        """Return the account key of a directory (PEM, PKCS#8), which `make` makes at the first call.

        Of concurrent calls, all return the key that was stored first.
        """

    def ensure_order_key(self, certificate_id: str, order_id: str, make: Callable[[], str]) -> str:
        """Return the key of an order for a certificate (PEM, PKCS#8), which `make` makes at the first call.

        It is stored in the certificate's secret as AWSPENDING and read back. However often it is called, there is one
        key.
        """

    def order_key(self, certificate_id: str, order_id: str) -> str:
        """Return the key of an order for a certificate, also after `publish`. Raises NotFoundError('key')."""

    def publish(
        self, certificate_id: str, order_id: str, bundle: Bundle, *, version: int = 1, kept: Collection[int] = ()
    ) -> None:
        """Make the bundle of an order the AWSCURRENT value of the certificate's secret; AWSPREVIOUS keeps the last one.

        `version` is the number that it gets. Of the lower ones, those that are not `kept` may be dropped. It is
        idempotent for one order.
        """

    def discard(self, certificate_id: str, order_id: str) -> None:
        """Delete the key of an order that ended without a certificate, and what it published without committing.

        Where no other order has brought a value, the whole secret is deleted, with a recovery window; else the version,
        unless it is current. What is gone already is no error.
        """

    def bundle(self, certificate_id: str) -> Bundle:
        """Return the current bundle of a certificate. Raises NotFoundError('certificate')."""

    def bundle_of(self, certificate_id: str, order_id: str) -> Bundle:
        """Return the bundle of a certificate that an order or an upload brought, while it is kept.

        Raises NotFoundError('key').
        """


class UploadVault(VersionVault, Protocol):
    """The same secrets, for uploads: no key is read. Every write is durable when the call returns."""

    def store(
        self, certificate_id: str, upload_id: str, bundle: Bundle, *, version: int = 1, kept: Collection[int] = ()
    ) -> None:
        """Make the bundle of an upload the current value of the certificate's secret, created if needed.

        `version` and `kept` are as in `Vault.publish`. AWSPREVIOUS keeps the last value, and an order's AWSPENDING
        stays. It is idempotent for one upload. Raises CertificateChangedError where the secret is scheduled for
        deletion.
        """

    def holds(self, certificate_id: str, upload_id: str) -> bool:
        """Return whether `store` has stored the bundle of this upload for the certificate."""

    def withdraw(self, certificate_id: str, upload_id: str) -> None:
        """Undo the `store` of an upload: the certificate's secret has its earlier value again.

        A secret without an earlier value is deleted, with a recovery window.
        """


class RemovalVault(Protocol):
    """The same secrets, for deleting and restoring: no key is read. Every write is durable when the call returns."""

    def is_deletion_scheduled(self, certificate_id: str) -> bool:
        """Return whether the certificate's secret is scheduled for deletion.

        Raises NotFoundError('key') where it is gone.
        """

    def remove(self, certificate_id: str, days: int) -> None:
        """Schedule the deletion of the certificate's secret in so many days, 7 to 30.

        It is idempotent, also where it is gone.
        """

    def recover(self, certificate_id: str, order_id: str) -> None:
        """Cancel the deletion of the certificate's secret, and make the value of this order or upload the current one.

        It is idempotent. Raises NotFoundError('key') where the secret is gone.
        """
