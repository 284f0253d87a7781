"""Private keys and bundles in Secrets Manager: one secret per certificate, one per ACME account, the default KMS key.

The version id of an order's key is the order's id, and that of its bundle is made from it: whatever is called again
finds what was there. Each step is one call, so that a crash between two leaves a state from which the next try goes on.
AWS makes the very first version of a secret AWSCURRENT too, whatever stages it is put with (documentation of
PutSecretValue): a current value without a certificate is a pending key, not a bundle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.secretsmanager.layout import (
    SecretNames,
    account_token,
    bundle_document,
    bundle_token,
    key_document,
    read_bundle,
    read_key,
)
from certkeeper.adapters.secretsmanager.versioned_secrets import CURRENT, PENDING, PREVIOUS, VersionedSecrets
from certkeeper.domain.errors import NotFoundError, TransientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_secretsmanager import SecretsManagerClient

    from certkeeper.domain.certificates.certificate import Bundle


class SecretsManagerVault:
    """Fulfils `ports.vaults.Vault`."""

    def __init__(self, client: SecretsManagerClient, prefix: str) -> None:
        self._secrets = VersionedSecrets(client)
        self._names = SecretNames(prefix)

    @translated
    def account_key(self, directory_url: str, make: Callable[[], str]) -> str:
        """See `Vault.account_key`. Creating with a value is atomic: the second of two finds the first one's."""
        name = self._names.account(directory_url)
        stored = self._secrets.read_current(name)
        if stored is None:
            self._secrets.create_with_value(name, account_token(directory_url), key_document(make()))
            stored = self._secrets.read_current(name)
        if stored is None:
            raise TransientError("the account key cannot be read yet")
        return read_key(stored)

    @translated
    def ensure_order_key(self, certificate_id: str, order_id: str, make: Callable[[], str]) -> str:
        """See `Vault.ensure_order_key`. Read first: emulators replace a version that is put again."""
        name = self._names.certificate(certificate_id)
        stored = self._secrets.read(name, order_id)
        if stored is None:
            self._secrets.create(name)
            self._secrets.put(name, order_id, key_document(make()), [PENDING])
            stored = self._secrets.read(name, order_id)
        if stored is None:
            raise TransientError("the key cannot be read yet")
        return read_key(stored)

    @translated
    def order_key(self, certificate_id: str, order_id: str) -> str:
        """See `Vault.order_key`. Once published the key stands in the bundle too, and its own version may go."""
        name = self._names.certificate(certificate_id)
        stored = self._secrets.read(name, order_id) or self._secrets.read(name, bundle_token(order_id))
        if stored is None:
            raise NotFoundError("key")
        return read_key(stored)

    @translated
    def publish(self, certificate_id: str, order_id: str, bundle: Bundle) -> None:
        """See `Vault.publish`. One put moves both stages: AWSPENDING must not stay with a key that was issued."""
        name = self._names.certificate(certificate_id)
        token = bundle_token(order_id)
        if self._secrets.read(name, token) is None:
            self._secrets.put(name, token, bundle_document(bundle), [CURRENT, PENDING])

    @translated
    def discard(self, certificate_id: str, order_id: str) -> None:
        """See `Vault.discard`. What other orders have brought stays, and so does another order's key."""
        name = self._names.certificate(certificate_id)
        stages = self._secrets.stages(name)
        if stages is None:
            return
        mine = {order_id, bundle_token(order_id)}
        others = {stage for token, labels in stages.items() if token not in mine for stage in labels}
        if others & {CURRENT, PREVIOUS}:
            if PENDING in stages.get(order_id, ()):
                self._secrets.remove_stage(name, order_id, PENDING)
        elif PENDING not in others:
            self._secrets.schedule_deletion(name)

    @translated
    def bundle(self, certificate_id: str) -> Bundle:
        """See `Vault.bundle`."""
        stored = self._secrets.read_current(self._names.certificate(certificate_id))
        bundle = read_bundle(stored) if stored else None
        if bundle is None:
            raise NotFoundError("certificate")
        return bundle

    @translated
    def bundle_of(self, certificate_id: str, order_id: str) -> Bundle:
        """See `Vault.bundle_of`."""
        stored = self._secrets.read(self._names.certificate(certificate_id), bundle_token(order_id))
        bundle = read_bundle(stored) if stored else None
        if bundle is None:
            raise NotFoundError("key")
        return bundle
