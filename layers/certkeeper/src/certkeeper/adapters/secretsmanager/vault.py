"""Private keys and bundles in Secrets Manager (ADR 4).

There is one secret per certificate and one per ACME account, with the default KMS key. The version id of an order's key
is the order's id, and that of its bundle is made from it, so that every method is idempotent: a repeat finds what is
there. Each step is one call, so that a retry goes on from the state that a crash has left. AWS makes the very first
version of a secret AWSCURRENT too, whatever stages it is put with (PutSecretValue): a current value without a
certificate is a key that waits, and no bundle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.secretsmanager.layout import (
    account_token,
    bundle_document,
    bundle_token,
    key_document,
    read_bundle,
    read_key,
)
from certkeeper.adapters.secretsmanager.versioned_secrets import CURRENT, PENDING, PREVIOUS
from certkeeper.adapters.secretsmanager.versions import SecretsManagerVersions, label
from certkeeper.domain.errors import NotFoundError, TransientError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from certkeeper.domain.certificates.certificate import Bundle


class SecretsManagerVault(SecretsManagerVersions):
    """Private keys and bundles below a prefix; fulfils `ports.vaults.Vault`. Secrets that it creates have the tags."""

    @translated
    def account_key(self, directory_url: str, make: Callable[[], str]) -> str:
        """Return the private key (PEM) of the account at the directory with this URL; `make` makes it if there is none.

        Creating a secret with a value is atomic: of two callers the second gets the first one's key. Raises
        TransientError if the new key cannot be read yet.
        """
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
        """Return the private key (PEM) of an order of a certificate; `make` makes it if there is none.

        It is read first, for emulators replace a version that is put again. Raises TransientError if the new key cannot
        be read yet.
        """
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
        """Return the private key (PEM) of an order of a certificate; raise NotFoundError if there is none.

        Once published, the key is in the bundle too, and its own version may be gone.
        """
        name = self._names.certificate(certificate_id)
        stored = self._secrets.read(name, order_id) or self._secrets.read(name, bundle_token(order_id))
        if stored is None:
            raise NotFoundError("key")
        return read_key(stored)

    @translated
    def publish(
        self, certificate_id: str, order_id: str, bundle: Bundle, *, version: int = 1, kept: Collection[int] = ()
    ) -> None:
        """Store the bundle of an order as the current version of the certificate's secret; it is idempotent.

        `version` is the number that it gets, `kept` are those whose labels stay. One call moves both stages and sets
        the label: AWSPENDING must not stay with a key whose certificate was issued.
        """
        name = self._names.certificate(certificate_id)
        token = bundle_token(order_id)
        if self._secrets.read(name, token) is None:
            self._take_labels_off(name, version, kept)
            stages = [CURRENT, PENDING, label(version, order_id)]
            self._secrets.put(name, token, bundle_document(bundle), stages)

    @translated
    def discard(self, certificate_id: str, order_id: str) -> None:
        """Remove the key of an order that has ended without a certificate.

        If the certificate has a version, or another order a key, only the stage AWSPENDING is taken away; else the
        secret is scheduled for deletion.
        """
        name = self._names.certificate(certificate_id)
        stages = self._secrets.stages(name)
        if stages is None:
            return
        own_tokens = {order_id, bundle_token(order_id)}
        others = {stage for token, labels in stages.items() if token not in own_tokens for stage in labels}
        if others & {CURRENT, PREVIOUS}:
            if PENDING in stages.get(order_id, ()):
                self._secrets.remove_stage(name, order_id, PENDING)
        elif PENDING not in others:
            self._secrets.schedule_deletion(name)

    @translated
    def bundle(self, certificate_id: str) -> Bundle:
        """Return the current bundle of a certificate; raise NotFoundError if there is none."""
        stored = self._secrets.read_current(self._names.certificate(certificate_id))
        bundle = read_bundle(stored) if stored else None
        if bundle is None:
            raise NotFoundError("certificate")
        return bundle

    @translated
    def bundle_of(self, certificate_id: str, order_id: str) -> Bundle:
        """Return the bundle that an order, or an upload, of a certificate brought.

        Raises NotFoundError if it is not kept any more.
        """
        stored = self._secrets.read(self._names.certificate(certificate_id), bundle_token(order_id))
        bundle = read_bundle(stored) if stored else None
        if bundle is None:
            raise NotFoundError("key")
        return bundle
