"""Uploaded bundles in Secrets Manager: the same secrets as for orders, without a key that waits for its certificate.

The role of an upload may read no value: the stages alone say what has happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.secretsmanager.layout import bundle_document, bundle_token
from certkeeper.adapters.secretsmanager.versioned_secrets import CURRENT, PREVIOUS
from certkeeper.adapters.secretsmanager.versions import SecretsManagerVersions, is_label, label
from certkeeper.domain.errors import CertificateChangedError

if TYPE_CHECKING:
    from collections.abc import Collection

    from certkeeper.domain.certificates.certificate import Bundle


class SecretsManagerUploads(SecretsManagerVersions):
    """Uploaded bundles below a prefix; fulfils `ports.vaults.UploadVault`. Secrets that it creates have the tags."""

    @translated
    def store(
        self, certificate_id: str, upload_id: str, bundle: Bundle, *, version: int = 1, kept: Collection[int] = ()
    ) -> None:
        """Store the bundle of an upload as the current version of a certificate's secret, with a label of its own.

        `version` is the number that it gets, `kept` are those whose labels stay. The secret is created if there is
        none. It is idempotent. Raises CertificateChangedError if the secret is scheduled for deletion.
        """
        name = self._names.certificate(certificate_id)
        scheduled = self._secrets.is_scheduled_for_deletion(name)
        if scheduled:
            raise CertificateChangedError
        if scheduled is None:
            self._secrets.create(name)
        self._take_labels_off(name, version, kept)
        stages = [CURRENT, label(version, upload_id)]
        self._secrets.put(name, bundle_token(upload_id), bundle_document(bundle), stages)

    @translated
    def holds(self, certificate_id: str, upload_id: str) -> bool:
        """Return whether a certificate's secret has the version of an upload (DescribeSecret)."""
        return bundle_token(upload_id) in (self._secrets.stages(self._names.certificate(certificate_id)) or {})

    @translated
    def withdraw(self, certificate_id: str, upload_id: str) -> None:
        """Undo an upload.

        Make the version before it current again, or delete the certificate's secret if there is none. Its label goes
        last, so that a repeat finds what is left to do.

        Nothing happens if the secret is gone or does not have the upload's version.
        """
        name, token = self._names.certificate(certificate_id), bundle_token(upload_id)
        stages = self._secrets.stages(name)
        if stages is None:
            return
        if not stages.keys() - {token}:
            self._secrets.schedule_deletion(name)
            return
        previous = [other for other, labels in stages.items() if PREVIOUS in labels and other != token]
        if previous and CURRENT in stages.get(token, ()):
            self._secrets.move_stage(name, CURRENT, previous[0], token)
        for own in filter(is_label, stages.get(token, ())):
            self._secrets.remove_stage(name, token, own)
