"""The answers to http-01 challenges, in DynamoDB, which deletes them after `expires_at`.

API Gateway reads them by itself (infra/template/gateway_routes.yaml, ADR 103): a row has all that a CA is to get.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.rows.columns import NUMBER, TEXT, Columns
from certkeeper.adapters.dynamodb.rows.expressions import delete, put
from certkeeper.adapters.dynamodb.rows.table import Table
from certkeeper.domain.errors import TransientError
from certkeeper.domain.orders.challenges import key_authorization

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

MAX_BATCH_WRITES = 25
"""The most writes in one call (BatchWriteItem, `RequestItems`)."""


class Token(NamedTuple):
    """The row of a token: the content that the CA is to get, and until when it is kept, in epoch seconds."""

    key_authorization: str
    expires_at: int


TOKEN = Columns(Token, {"key_authorization": TEXT, "expires_at": NUMBER})


class DynamoResponder:
    """Tokens of challenges; fulfils `ports.challenges.Responder`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def present(self, tokens: Sequence[str], thumbprint: str, until: datetime) -> None:
        """Store the answers to tokens of an account with this thumbprint until a moment (BatchWriteItem)."""
        expires_at = int(until.timestamp()) + 1
        rows = {token: TOKEN.row(Token(key_authorization(token, thumbprint), expires_at)) for token in tokens}
        self._write([{"PutRequest": put(keys.challenge(token), row).request} for token, row in rows.items()])

    @translated
    def remove(self, tokens: Sequence[str]) -> None:
        """Delete tokens (BatchWriteItem); nothing happens for those that are gone."""
        self._write([{"DeleteRequest": delete(keys.challenge(token)).request} for token in dict.fromkeys(tokens)])

    def _write(self, requests: Sequence[dict[str, Any]]) -> None:
        """Write in batches.

        What DynamoDB had no capacity for is left to a retry of the whole task, which is idempotent.
        """
        for start in range(0, len(requests), MAX_BATCH_WRITES):
            batch: Any = {self._table.name: requests[start : start + MAX_BATCH_WRITES]}
            if self._table.client.batch_write_item(RequestItems=batch).get("UnprocessedItems"):
                raise TransientError("DynamoDB left writes undone")
