"""The vault in Secrets Manager keeps the fake's contract, and what only stages and crashes can show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from certkeeper.adapters.secretsmanager.layout import bundle_token
from certkeeper.adapters.secretsmanager.versions import label
from certkeeper.domain.errors import NotFoundError
from certkeeper.ports.vaults import Vault
from tests.contracts.examples import a_bundle, new_id
from tests.contracts.secrets.tags import TagsContract
from tests.contracts.secrets.vault import DIRECTORY, VaultContract, numbered_keys
from tests.integration.adapters.between_calls import CrashError, at_first, crash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_secretsmanager import SecretsManagerClient


class TestSecretsManagerVault(VaultContract):
    """The vault in Secrets Manager."""


class TestTagsOfSecrets(TagsContract):
    """The tags of what it creates."""


def test_consumers_read_one_json_with_all_that_a_web_server_needs(
    vault: Vault, secretsmanager: SecretsManagerClient, prefix: str
) -> None:
    """The keys are the documented ones."""
    certificate_id, order_id = new_id(), new_id()
    vault.ensure_order_key(certificate_id, order_id, lambda: "key 1")
    vault.publish(certificate_id, order_id, a_bundle())
    value = secretsmanager.get_secret_value(SecretId=f"{prefix}/certificates/{certificate_id}")["SecretString"]
    assert json.loads(value) == {
        "certificate": "certificate 1\n",
        "chain": "chain 1\n",
        "fullchain": "certificate 1\nchain 1\n",
        "private_key": "key 1",
        "not_after": "2026-04-15T12:00:00Z",
        "fingerprint": "11111111",
    }


def test_the_key_of_a_running_order_is_pending_under_the_orders_id(
    vault: Vault, secretsmanager: SecretsManagerClient, prefix: str
) -> None:
    """Rotation's own words: AWSPENDING, and a version that can be asked for."""
    certificate_id, order_id = new_id(), new_id()
    vault.ensure_order_key(certificate_id, order_id, lambda: "key 1")
    assert "AWSPENDING" in _stages(secretsmanager, f"{prefix}/certificates/{certificate_id}")[order_id]


def test_a_published_bundle_is_current_and_the_one_before_is_previous(
    vault: Vault, secretsmanager: SecretsManagerClient, prefix: str
) -> None:
    """What consumers roll back to is the last bundle."""
    certificate_id, first, second = new_id(), new_id(), new_id()
    for order_id, mark in ((first, "1"), (second, "2")):
        vault.ensure_order_key(certificate_id, order_id, lambda mark=mark: f"key {mark}")  # type: ignore[misc]
        vault.publish(certificate_id, order_id, a_bundle(mark))
    stages = _stages(secretsmanager, f"{prefix}/certificates/{certificate_id}")
    assert "AWSCURRENT" in stages[bundle_token(second)]
    assert set(stages[bundle_token(first)]) == {"AWSPREVIOUS", label(1, first)}


def test_a_discarded_secret_can_be_restored_for_seven_days(
    vault: Vault, secretsmanager: SecretsManagerClient, prefix: str
) -> None:
    """Nothing is destroyed at once."""
    certificate_id, order_id = new_id(), new_id()
    vault.ensure_order_key(certificate_id, order_id, lambda: "key 1")
    vault.discard(certificate_id, order_id)
    name = f"{prefix}/certificates/{certificate_id}"
    description = secretsmanager.describe_secret(SecretId=name)
    assert 6 <= (description["DeletedDate"] - description["LastChangedDate"]).days <= 7
    secretsmanager.restore_secret(SecretId=name)
    assert vault.order_key(certificate_id, order_id) == "key 1"


def test_a_discarded_renewal_leaves_no_pending_key(
    vault: Vault, secretsmanager: SecretsManagerClient, prefix: str
) -> None:
    """Rotation would take what is pending for an attempt that is under way."""
    certificate_id, first, second = new_id(), new_id(), new_id()
    vault.ensure_order_key(certificate_id, first, lambda: "key 1")
    vault.publish(certificate_id, first, a_bundle())
    vault.ensure_order_key(certificate_id, second, lambda: "key 2")
    vault.discard(certificate_id, second)
    assert "AWSPENDING" not in _stages(secretsmanager, f"{prefix}/certificates/{certificate_id}").get(second, [])


def test_a_secret_that_was_made_without_its_key_is_discarded_too(
    vault: Vault, secretsmanager: SecretsManagerClient, prefix: str
) -> None:
    """The task died between the two calls and the order was cancelled."""
    certificate_id = new_id()
    name = f"{prefix}/certificates/{certificate_id}"
    secretsmanager.create_secret(Name=name)
    vault.discard(certificate_id, new_id())
    assert "DeletedDate" in secretsmanager.describe_secret(SecretId=name)


@pytest.mark.parametrize("operation", ["GetSecretValue", "CreateSecret", "PutSecretValue"])
@pytest.mark.parametrize("moment", ["before-call", "after-call"])
def test_a_crash_around_any_call_leaves_one_key(
    vault: Vault, secretsmanager: SecretsManagerClient, operation: str, moment: str
) -> None:
    """The task runs again, and what was stored is what it gets."""
    certificate_id, order_id, make = new_id(), new_id(), numbered_keys()
    with at_first(secretsmanager, f"{moment}.secrets-manager.{operation}", crash), pytest.raises(CrashError):
        vault.ensure_order_key(certificate_id, order_id, make)
    key = vault.ensure_order_key(certificate_id, order_id, make)
    assert vault.ensure_order_key(certificate_id, order_id, make) == vault.order_key(certificate_id, order_id) == key


@pytest.mark.parametrize("operation", ["GetSecretValue", "CreateSecret"])
@pytest.mark.parametrize("moment", ["before-call", "after-call"])
def test_a_crash_around_any_call_leaves_one_account_key(
    vault: Vault, secretsmanager: SecretsManagerClient, operation: str, moment: str
) -> None:
    """The account would be lost with it."""
    make = numbered_keys()
    with at_first(secretsmanager, f"{moment}.secrets-manager.{operation}", crash), pytest.raises(CrashError):
        vault.account_key(DIRECTORY, make)
    key = vault.account_key(DIRECTORY, make)
    assert vault.account_key(DIRECTORY, make) == key


def test_a_secret_that_somebody_deleted_is_not_found(
    vault: Vault, secretsmanager: SecretsManagerClient, prefix: str
) -> None:
    """An export answers that there is none."""
    certificate_id, order_id = new_id(), new_id()
    vault.ensure_order_key(certificate_id, order_id, lambda: "key 1")
    vault.publish(certificate_id, order_id, a_bundle())
    secretsmanager.delete_secret(SecretId=f"{prefix}/certificates/{certificate_id}")
    with pytest.raises(NotFoundError):
        vault.bundle(certificate_id)


def test_no_secret_is_needed_to_refuse_what_was_never_issued(vault: Vault) -> None:
    """An unknown certificate has no bundle."""
    with pytest.raises(NotFoundError):
        vault.bundle(new_id())


def _stages(client: SecretsManagerClient, name: str) -> Mapping[str, list[str]]:
    return client.describe_secret(SecretId=name)["VersionIdsToStages"]
