"""Secrets Manager of moto, made to keep the labels of a version that is no longer current.

PutSecretValue takes from the other versions only the labels that the new one gets, and AWSPREVIOUS
(https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html). Stock moto takes all labels
off the version that it believes to be current, which is not the one that UpdateSecretVersionStage made so; and it hands
out the former where no stage is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    Move = Callable[..., tuple[str, str]]


def correct_secrets(patch: pytest.MonkeyPatch) -> None:
    """The labels of a new version are moved, one by one, and what was made current is what is handed out."""

    def put(secret: FakeSecret, version: dict[str, Any], version_id: str) -> None:
        for other in secret.versions.values():
            labels: list[str] = other["version_stages"]
            left = [each for each in labels if each not in {"AWSPREVIOUS", *version["version_stages"]}]
            labels[:] = [*left, "AWSPREVIOUS"] if "AWSCURRENT" in labels else left
        secret.versions[version_id] = version
        secret.default_version_id = version_id

    move: Move = SecretsManagerBackend.update_secret_version_stage

    def moved(backend: SecretsManagerBackend, **given: str) -> tuple[str, str]:
        answer = move(backend, **given)
        secret, after = backend.secrets[given["secret_id"]], given["move_to_version_id"]
        if given["version_stage"] == "AWSCURRENT" and after and isinstance(secret, FakeSecret):
            secret.default_version_id = after
        return answer

    patch.setattr(FakeSecret, "reset_default_version", put)
    patch.setattr(SecretsManagerBackend, "update_secret_version_stage", moved)
