"""Bundles that people upload, in Secrets Manager: the same secrets, without a key that waits for its certificate.

The role of an upload reads no value: stages alone tell what has happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.secretsmanager.layout import SecretNames, bundle_document, bundle_token
from certkeeper.adapters.secretsmanager.versioned_secrets import CURRENT, PREVIOUS, VersionedSecrets
from certkeeper.domain.errors import CertificateChangedError

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

    from certkeeper.domain.certificates.certificate import Bundle


class SecretsManagerUploads:
    """Fulfils `ports.vaults.UploadVault`."""

    def __init__(self, client: SecretsManagerClient, prefix: str) -> None:
        self._secrets = VersionedSecrets(client)
        self._names = SecretNames(prefix)

    @translated
    def store(self, certificate_id: str, upload_id: str, bundle: Bundle) -> None:
        """See `UploadVault.store`."""
        name = self._names.certificate(certificate_id)
        going = self._secrets.is_scheduled_for_deletion(name)
        if going:
            raise CertificateChangedError
        if going is None:
            self._secrets.create(name)
        self._secrets.put(name, bundle_token(upload_id), bundle_document(bundle), [CURRENT])

    @translated
    def holds(self, certificate_id: str, upload_id: str) -> bool:
        """See `UploadVault.holds`."""
        return bundle_token(upload_id) in (self._secrets.stages(self._names.certificate(certificate_id)) or {})

    @translated
    def withdraw(self, certificate_id: str, upload_id: str) -> None:
        """See `UploadVault.withdraw`."""
        name, token = self._names.certificate(certificate_id), bundle_token(upload_id)
        stages = self._secrets.stages(name)
        if stages is None:
            return
        if not stages.keys() - {token}:
            self._secrets.schedule_deletion(name)
        previous = [other for other, labels in stages.items() if PREVIOUS in labels and other != token]
        if previous and CURRENT in stages.get(token, ()):
            self._secrets.move_stage(name, CURRENT, previous[0], token)
