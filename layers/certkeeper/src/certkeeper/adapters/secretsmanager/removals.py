"""Deletion and recovery of secrets in Secrets Manager. No value is read: the stages say which version is current.

The reasons are in ADR 47.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.secretsmanager.layout import SecretNames, bundle_token
from certkeeper.adapters.secretsmanager.versioned_secrets import (
    CURRENT,
    MAX_RECOVERY_DAYS,
    RECOVERY_DAYS,
    VersionedSecrets,
)
from certkeeper.domain.errors import NotFoundError

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


class SecretsManagerRemovals:
    """Deletion and recovery of certificates' secrets; fulfils `ports.vaults.RemovalVault`."""

    def __init__(self, client: SecretsManagerClient, prefix: str) -> None:
        self._secrets = VersionedSecrets(client)
        self._names = SecretNames(prefix)

    @translated
    def is_deletion_scheduled(self, certificate_id: str) -> bool:
        """Return whether a certificate's secret is scheduled for deletion (DescribeSecret).

        Raises NotFoundError if it is gone.
        """
        scheduled = self._secrets.is_scheduled_for_deletion(self._names.certificate(certificate_id))
        if scheduled is None:
            raise NotFoundError("key")
        return scheduled

    @translated
    def remove(self, certificate_id: str, days: int) -> None:
        """Schedule a certificate's secret for deletion after so many days, 7 to 30 (DeleteSecret); it is idempotent.

        AWS refuses to schedule a deletion twice, so the secret is described first.
        """
        name = self._names.certificate(certificate_id)
        if self._secrets.is_scheduled_for_deletion(name) is False:
            self._secrets.schedule_deletion(name, min(max(days, RECOVERY_DAYS), MAX_RECOVERY_DAYS))

    @translated
    def recover(self, certificate_id: str, order_id: str) -> None:
        """Cancel the deletion of a certificate's secret; make the bundle of an order, or upload, its current version.

        An upload that was refused while the secret was scheduled for deletion may have left another stage. AWS moves no
        stage of a secret that is scheduled for deletion, so the deletion is cancelled first. Raises NotFoundError if
        the secret is gone.
        """
        name = self._names.certificate(certificate_id)
        if self.is_deletion_scheduled(certificate_id):
            self._secrets.restore(name)
        self._make_current(name, bundle_token(order_id))

    def _make_current(self, name: str, token: str) -> None:
        stages = self._secrets.stages(name) or {}
        current = next((version for version, labels in stages.items() if CURRENT in labels), token)
        if token in stages and current != token:
            self._secrets.move_stage(name, CURRENT, token, current)
