"""Secrets Manager of moto, made to keep the labels of a version that is no longer current.

PutSecretValue takes from the other versions only the labels that the new one gets, and AWSPREVIOUS
(https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html). Stock moto takes all labels
off the version that it believes to be current, which is not the one that UpdateSecretVersionStage made so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.secretsmanager.models import FakeSecret

if TYPE_CHECKING:
    import pytest


def correct_secrets(patch: pytest.MonkeyPatch) -> None:
    """The labels of a new version that is current are moved, one by one."""

    def put(secret: FakeSecret, version: dict[str, Any], version_id: str) -> None:
        for other in secret.versions.values():
            labels: list[str] = other["version_stages"]
            left = [each for each in labels if each not in {"AWSPREVIOUS", *version["version_stages"]}]
            labels[:] = [*left, "AWSPREVIOUS"] if "AWSCURRENT" in labels else left
        secret.versions[version_id] = version
        secret.default_version_id = version_id

    patch.setattr(FakeSecret, "reset_default_version", put)
