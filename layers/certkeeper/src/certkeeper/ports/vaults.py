"""Private keys and what consumers read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.domain.certificates.certificate import Bundle


class Vault(Protocol):
    """Private keys and what consumers read. Everything here is durable when the call returns."""

    def account_key(self, directory_url: str, make: Callable[[], str]) -> str:
        """The account key (PEM, PKCS#8) of a directory, made at the first call. The stored one wins a race."""

    def ensure_order_key(self, certificate_id: str, order_id: str, make: Callable[[], str]) -> str:
        """The key (PEM, PKCS#8) of an order, stored as AWSPENDING and read back. However often: one key."""

    def order_key(self, certificate_id: str, order_id: str) -> str:
        """The key that `ensure_order_key` stored, also after `publish`. Raises NotFoundError('key')."""

    def publish(self, certificate_id: str, order_id: str, bundle: Bundle) -> None:
        """Makes the bundle the secret's AWSCURRENT value; AWSPREVIOUS keeps the last. Twice for one order is once."""

    def discard(self, certificate_id: str, order_id: str) -> None:
        """Forgets the key of an order that ended without a certificate, and what it published without committing.

        Where no other order has brought a value the whole secret goes, with a recovery window; else the version, or
        nothing where it is current. No error where there is nothing.
        """

    def bundle(self, certificate_id: str) -> Bundle:
        """The current bundle. Raises NotFoundError('certificate')."""

    def bundle_of(self, certificate_id: str, order_id: str) -> Bundle:
        """The bundle that an order or an upload brought, as long as it is kept. Raises NotFoundError('key')."""


class UploadVault(Protocol):
    """The same secrets, for uploads: nothing here reads a key. Everything is durable when the call returns."""

    def store(self, certificate_id: str, upload_id: str, bundle: Bundle) -> None:
        """Makes an uploaded bundle the current value of the certificate's secret, made where there is none.

        AWSPREVIOUS keeps the last value; an order's AWSPENDING stays. Twice for one upload is once. Raises
        CertificateChangedError where the secret is on its way out.
        """

    def holds(self, certificate_id: str, upload_id: str) -> bool:
        """Whether `store` has stored this upload's bundle."""

    def withdraw(self, certificate_id: str, upload_id: str) -> None:
        """Undoes `store`: the value before is current again; a secret without another goes, recoverable for a time."""


class RemovalVault(Protocol):
    """The same secrets, on their way out and back. Nothing here reads a key. Durable when the call returns."""

    def is_deletion_scheduled(self, certificate_id: str) -> bool:
        """Whether the secret is on its way out. Raises NotFoundError('key') where it is gone."""

    def remove(self, certificate_id: str, days: int) -> None:
        """Takes the secret away, recoverable for so many days (7 to 30). No error where it is going, or gone."""

    def recover(self, certificate_id: str, order_id: str) -> None:
        """Calls the deletion off, and makes the value of this order or upload the current one. Twice is once.

        Raises NotFoundError('key') where the secret is gone.
        """
