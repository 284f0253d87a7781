"""`ports.vaults.Vault` in memory, with the stages of Secrets Manager as fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from certkeeper.domain.errors import CertificateChangedError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from certkeeper.domain.certificates.certificate import Bundle


@dataclass
class FakeSecret:
    """One certificate's secret. `keys` are by order id, `pending` is the order whose key is AWSPENDING.

    `labels` are the numbers of versions by order id; a value without a label is dropped at once, which Secrets Manager
    does some time later.
    """

    keys: dict[str, str] = field(default_factory=dict)
    pending: str = ""
    current_id: str = ""
    previous_id: str = ""
    published: set[str] = field(default_factory=set)
    bundles: dict[str, Bundle] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)

    @property
    def current(self) -> Bundle | None:
        """The value that consumers read."""
        return self.bundles.get(self.current_id)

    @property
    def previous(self) -> Bundle | None:
        """The value that was current before."""
        return self.bundles.get(self.previous_id)

    def move(self, order_id: str) -> None:
        """Make a value the current one."""
        self.previous_id, self.current_id = self.current_id, order_id
        self.drop()

    def drop(self) -> None:
        """Drop what has no label."""
        labelled = {self.current_id, self.previous_id, *self.labels}
        self.bundles = {order_id: bundle for order_id, bundle in self.bundles.items() if order_id in labelled}


class FakeVault:
    """Fulfils `Vault`, `UploadVault` and `RemovalVault` of `ports.vaults`; `secrets` are by certificate id.

    `on_the_way_out` are those on their way out, each with how many days it can still be recovered.
    """

    def __init__(self) -> None:
        self.on_the_way_out: dict[str, tuple[FakeSecret, int]] = {}
        self.account_keys: dict[str, str] = {}
        self.secrets: dict[str, FakeSecret] = {}
        self.scheduled_for_deletion: set[str] = set()

    def account_key(self, directory_url: str, make: Callable[[], str]) -> str:
        """See `Vault.account_key`."""
        if directory_url not in self.account_keys:
            self.account_keys[directory_url] = make()
        return self.account_keys[directory_url]

    def ensure_order_key(self, certificate_id: str, order_id: str, make: Callable[[], str]) -> str:
        """See `Vault.ensure_order_key`."""
        secret = self.secrets.setdefault(certificate_id, FakeSecret())
        if order_id not in secret.keys:
            secret.keys[order_id] = make()
            secret.pending = order_id
        return secret.keys[order_id]

    def order_key(self, certificate_id: str, order_id: str) -> str:
        """See `Vault.order_key`."""
        secret = self.secrets.get(certificate_id)
        if secret is None or order_id not in secret.keys:
            raise NotFoundError("key")
        return secret.keys[order_id]

    def publish(
        self, certificate_id: str, order_id: str, bundle: Bundle, *, version: int = 1, kept: Collection[int] = ()
    ) -> None:
        """See `Vault.publish`."""
        secret = self.secrets.setdefault(certificate_id, FakeSecret())
        if order_id in secret.published:
            return
        secret.published.add(order_id)
        secret.labels = {
            other: number for other, number in secret.labels.items() if number >= version or number in kept
        }
        secret.bundles[order_id] = bundle
        secret.labels[order_id] = version
        secret.move(order_id)
        if secret.pending == order_id:
            secret.pending = ""

    def discard(self, certificate_id: str, order_id: str) -> None:
        """See `Vault.discard`."""
        secret = self.secrets.get(certificate_id)
        if secret is None or secret.pending not in {order_id, ""}:
            return
        if secret.published <= {order_id}:
            del self.secrets[certificate_id]
            self.scheduled_for_deletion.add(certificate_id)
        elif order_id not in secret.published:
            secret.keys.pop(order_id, None)
            secret.pending = ""

    def bundle_of(self, certificate_id: str, order_id: str) -> Bundle:
        """See `Vault.bundle_of`."""
        secret = self.secrets.get(certificate_id)
        if secret is None or order_id not in secret.bundles:
            raise NotFoundError("key")
        return secret.bundles[order_id]

    def make_current(self, certificate_id: str, order_id: str) -> bool:
        """See `VersionVault.make_current`."""
        secret = self.secrets.get(certificate_id)
        if secret is None:
            raise CertificateChangedError
        if order_id not in secret.bundles:
            raise NotFoundError("key")
        if secret.current_id == order_id:
            return False
        secret.move(order_id)
        return True

    def is_current(self, certificate_id: str, order_id: str) -> bool:
        """See `VersionVault.is_current`."""
        return certificate_id in self.secrets and self.secrets[certificate_id].current_id == order_id

    def store(
        self, certificate_id: str, upload_id: str, bundle: Bundle, *, version: int = 1, kept: Collection[int] = ()
    ) -> None:
        """See `UploadVault.store`."""
        if certificate_id in self.on_the_way_out:
            raise CertificateChangedError
        self.publish(certificate_id, upload_id, bundle, version=version, kept=kept)

    def holds(self, certificate_id: str, upload_id: str) -> bool:
        """See `UploadVault.holds`."""
        return certificate_id in self.secrets and upload_id in self.secrets[certificate_id].bundles

    def withdraw(self, certificate_id: str, upload_id: str) -> None:
        """See `UploadVault.withdraw`."""
        secret = self.secrets.get(certificate_id)
        if secret is None:
            return
        if secret.published <= {upload_id} and not secret.keys:
            del self.secrets[certificate_id]
            self.scheduled_for_deletion.add(certificate_id)
            return
        if secret.previous and secret.current_id == upload_id:
            secret.move(secret.previous_id)
        secret.labels.pop(upload_id, None)
        secret.drop()

    def is_deletion_scheduled(self, certificate_id: str) -> bool:
        """See `RemovalVault.is_deletion_scheduled`."""
        if certificate_id in self.on_the_way_out:
            return True
        if certificate_id not in self.secrets:
            raise NotFoundError("key")
        return False

    def remove(self, certificate_id: str, days: int) -> None:
        """See `RemovalVault.remove`."""
        if certificate_id in self.secrets:
            self.on_the_way_out[certificate_id] = self.secrets.pop(certificate_id), days

    def recover(self, certificate_id: str, order_id: str) -> None:
        """See `RemovalVault.recover`."""
        if self.is_deletion_scheduled(certificate_id):
            self.secrets[certificate_id], _ = self.on_the_way_out.pop(certificate_id)
        secret = self.secrets[certificate_id]
        if order_id in secret.bundles and order_id != secret.current_id:
            secret.move(order_id)

    def bundle(self, certificate_id: str) -> Bundle:
        """See `Vault.bundle`."""
        secret = self.secrets.get(certificate_id)
        if secret is None or secret.current is None:
            raise NotFoundError("certificate")
        return secret.current
