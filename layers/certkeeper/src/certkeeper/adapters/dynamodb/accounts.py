"""ACME accounts in DynamoDB; their private keys are in Secrets Manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.rows.columns import REQUIRED_TEXT, Columns
from certkeeper.adapters.dynamodb.rows.expressions import put
from certkeeper.adapters.dynamodb.rows.table import Table
from certkeeper.ports.certificate_authority import Account

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ACCOUNT = Columns(Account, {"directory_url": REQUIRED_TEXT, "url": REQUIRED_TEXT, "thumbprint": REQUIRED_TEXT})


class DynamoAccounts:
    """ACME accounts by directory; fulfils `ports.certificate_authority.Accounts`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def get(self, directory_url: str) -> Account | None:
        """Return the account at the ACME directory with this URL, or None (GetItem, consistent)."""
        row = self._table.read(keys.account(directory_url))
        return ACCOUNT.read(row) if row else None

    @translated
    def put(self, account: Account) -> None:
        """Store an account in place of an earlier one at the same directory (PutItem)."""
        self._table.write(put(keys.account(account.directory_url), ACCOUNT.row(account)))
