"""The tags of secrets, which no port shows: what an organisation asks of whatever is created in its account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.secretsmanager.uploads import SecretsManagerUploads
from certkeeper.adapters.secretsmanager.vault import SecretsManagerVault
from tests.contracts.examples import a_bundle, new_id
from tests.contracts.secrets.vault import DIRECTORY

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

GIVEN = {"team": "pki", "cost center": "4711 B", "certkeeper:stack": "somebody else's"}


class TagsContract:
    """Give fixtures `secretsmanager` (a client) and `prefix` (no secret below it)."""

    def test_every_secret_that_is_created_has_the_stacks_tag_and_those_that_are_given(
        self, secretsmanager: SecretsManagerClient, prefix: str
    ) -> None:
        """The account's, that of an order and that of an upload; the stack's tag is nobody's to change."""
        vault = SecretsManagerVault(secretsmanager, prefix, GIVEN)
        vault.account_key(DIRECTORY, lambda: "key")
        vault.ensure_order_key(new_id(), new_id(), lambda: "key")
        SecretsManagerUploads(secretsmanager, prefix, GIVEN).store(new_id(), new_id(), a_bundle())
        assert _tags(secretsmanager, prefix) == [{**GIVEN, "certkeeper:stack": prefix}] * 3

    def test_without_tags_the_stack_is_still_named(self, secretsmanager: SecretsManagerClient, prefix: str) -> None:
        """A deleted stack leaves its secrets, and a person must find them."""
        SecretsManagerVault(secretsmanager, prefix).ensure_order_key(new_id(), new_id(), lambda: "key")
        SecretsManagerUploads(secretsmanager, prefix).store(new_id(), new_id(), a_bundle())
        assert _tags(secretsmanager, prefix) == [{"certkeeper:stack": prefix}] * 2


def _tags(secretsmanager: SecretsManagerClient, prefix: str) -> list[dict[str, str]]:
    """The tags of each secret below the prefix."""
    found = secretsmanager.list_secrets(Filters=[{"Key": "name", "Values": [f"{prefix}/"]}])["SecretList"]
    return [{tag["Key"]: tag["Value"] for tag in secret["Tags"]} for secret in found]
