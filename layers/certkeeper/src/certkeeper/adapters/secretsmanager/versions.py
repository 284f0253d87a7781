"""The versions of a certificate's secret: the labels that keep them, and which of them consumers read (ADR 106).

Secrets Manager deletes versions without labels if a secret has more than 100, and never one with a label
(https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html, "Version"). So each version that
may become current again has a label of its own, which is set in the call that stores it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.secretsmanager.layout import NO_TAGS, SecretNames, bundle_token, tags_of_secrets
from certkeeper.adapters.secretsmanager.versioned_secrets import CURRENT, VersionedSecrets
from certkeeper.domain.errors import CertificateChangedError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mypy_boto3_secretsmanager import SecretsManagerClient

_LABEL = re.compile(r"certkeeper-v(?P<version>[0-9]+)-.+")


def label(version: int, order_id: str) -> str:
    """Return the label of the version with this number that an order, or an upload, brings.

    It has the id too: of two uploads at once that would have the same number, neither takes the label of the other.
    """
    return f"certkeeper-v{version}-{order_id}"


def is_label(stage: str) -> bool:
    """Return whether a stage is the label of a version, and none of AWS."""
    return _LABEL.fullmatch(stage) is not None


class SecretsManagerVersions:
    """Versions of secrets below a prefix; fulfils `ports.vaults.VersionVault`. Secrets that are created have the tags.

    No value is read.
    """

    def __init__(self, client: SecretsManagerClient, prefix: str, tags: Mapping[str, str] = NO_TAGS) -> None:
        self._secrets = VersionedSecrets(client, tags_of_secrets(prefix, tags))
        self._names = SecretNames(prefix)

    @translated
    def make_current(self, certificate_id: str, order_id: str) -> bool:
        """Make the bundle of an order, or an upload, the current value; return False where it is so already.

        DescribeSecret and UpdateSecretVersionStage; AWS gives AWSPREVIOUS to the version that was current. Raises
        NotFoundError if the secret does not have the bundle any more, and CertificateChangedError if the secret is
        scheduled for deletion.
        """
        name, token = self._names.certificate(certificate_id), bundle_token(order_id)
        stages = self._secrets.stages(name)
        if stages is None:
            raise CertificateChangedError
        if not stages.get(token):
            raise NotFoundError("key")
        current = next((version for version, labels in stages.items() if CURRENT in labels), token)
        if current == token:
            return False
        self._secrets.move_stage(name, CURRENT, token, current)
        return True

    @translated
    def is_current(self, certificate_id: str, order_id: str) -> bool:
        """Return whether the bundle of an order, or an upload, of a certificate is current (DescribeSecret)."""
        stages = self._secrets.stages(self._names.certificate(certificate_id)) or {}
        return CURRENT in stages.get(bundle_token(order_id), ())

    def _take_labels_off(self, name: str, before: int, kept: Collection[int]) -> None:
        """Take the labels off the versions with a number below `before` that are not among those that are `kept`.

        A number from `before` on belongs to an upload that is not finished. Nothing is read as long as there are few.
        """
        if before <= len(kept) + 1:
            return
        for token, labels in (self._secrets.stages(name) or {}).items():
            for found in filter(None, map(_LABEL.fullmatch, labels)):
                number = int(found["version"])
                if number < before and number not in kept:
                    self._secrets.remove_stage(name, token, found[0])
