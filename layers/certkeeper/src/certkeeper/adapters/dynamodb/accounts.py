"""ACME accounts in DynamoDB; their keys are in the vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.table import Table
from certkeeper.ports.accounts import Account

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoAccounts:
    """Fulfils `ports.accounts.Accounts`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def get(self, directory_url: str) -> Account | None:
        """See `Accounts.get`."""
        row = self._table.read(keys.account(directory_url))
        if row is None:
            return None
        return Account(
            directory_url=row["directory_url"]["S"],
            url=row["url"]["S"],
            thumbprint=row["thumbprint"]["S"],
        )

    @translated
    def put(self, account: Account) -> None:
        """See `Accounts.put`."""
        attributes = {
            "directory_url": a.text(account.directory_url),
            "url": a.text(account.url),
            "thumbprint": a.text(account.thumbprint),
        }
        key = keys.account(account.directory_url).attributes()
        self._table.client.put_item(TableName=self._table.name, Item={**key, **a.present(attributes)})
