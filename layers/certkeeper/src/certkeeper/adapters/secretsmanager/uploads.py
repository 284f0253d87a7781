"""Uploaded bundles in Secrets Manager: the same secrets as for orders, without a key that waits for its certificate.

The role of an upload may read no value: the stages alone say what has happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.secretsmanager.layout import (
    NO_TAGS,
    SecretNames,
    bundle_document,
    bundle_token,
    tags_of_secrets,
)
from certkeeper.adapters.secretsmanager.versioned_secrets import CURRENT, PREVIOUS, VersionedSecrets
from certkeeper.domain.errors import CertificateChangedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_secretsmanager import SecretsManagerClient

    from certkeeper.domain.certificates.certificate import Bundle


class SecretsManagerUploads:
    """Uploaded bundles below a prefix; fulfils `ports.vaults.UploadVault`. Secrets that it creates have the tags."""

    def __init__(self, client: SecretsManagerClient, prefix: str, tags: Mapping[str, str] = NO_TAGS) -> None:
        self._secrets = VersionedSecrets(client, tags_of_secrets(prefix, tags))
        self._names = SecretNames(prefix)

    @translated
    def store(self, certificate_id: str, upload_id: str, bundle: Bundle) -> None:
        """Store the bundle of an upload as the current version of a certificate's secret.

        The secret is created if there is none. It is idempotent. Raises CertificateChangedError if the secret is
        scheduled for deletion.
        """
        name = self._names.certificate(certificate_id)
        scheduled = self._secrets.is_scheduled_for_deletion(name)
        if scheduled:
            raise CertificateChangedError
        if scheduled is None:
            self._secrets.create(name)
        self._secrets.put(name, bundle_token(upload_id), bundle_document(bundle), [CURRENT])

    @translated
    def holds(self, certificate_id: str, upload_id: str) -> bool:
        """Return whether a certificate's secret has the version of an upload (DescribeSecret)."""
        return bundle_token(upload_id) in (self._secrets.stages(self._names.certificate(certificate_id)) or {})

    @translated
    def withdraw(self, certificate_id: str, upload_id: str) -> None:
        """Undo an upload.

        Make the version before it current again, or delete the certificate's secret if there is none.

        Nothing happens if the secret is gone or does not have the upload's version.
        """
        name, token = self._names.certificate(certificate_id), bundle_token(upload_id)
        stages = self._secrets.stages(name)
        if stages is None:
            return
        if not stages.keys() - {token}:
            self._secrets.schedule_deletion(name)
        previous = [other for other, labels in stages.items() if PREVIOUS in labels and other != token]
        if previous and CURRENT in stages.get(token, ()):
            self._secrets.move_stage(name, CURRENT, previous[0], token)
