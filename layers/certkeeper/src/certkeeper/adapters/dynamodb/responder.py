"""The tokens that our responder answers for, in DynamoDB; `expires_at` (epoch seconds) lets them go by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.table import Table
from certkeeper.domain.errors import NotFoundError, TransientError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import WriteRequestTypeDef

BATCH = 25
"""BatchWriteItem's limit."""


class DynamoResponder:
    """Fulfils `ports.challenges.Responder`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def present(self, tokens: Sequence[str], thumbprint: str, until: datetime) -> None:
        """See `Responder.present`."""
        expires_at = a.number(int(until.timestamp()) + 1)
        values = {"thumbprint": a.text(thumbprint), "expires_at": expires_at}
        self._write(
            [
                {"PutRequest": {"Item": {**keys.challenge(token).attributes(), **a.present(values)}}}
                for token in dict.fromkeys(tokens)
            ]
        )

    @translated
    def remove(self, tokens: Sequence[str]) -> None:
        """See `Responder.remove`."""
        unique = dict.fromkeys(tokens)
        self._write([{"DeleteRequest": {"Key": keys.challenge(token).attributes()}} for token in unique])

    @translated
    def thumbprint(self, token: str) -> str:
        """See `Responder.thumbprint`."""
        row = self._table.read(keys.challenge(token))
        if row is None:
            raise NotFoundError("challenge")
        return a.read_text(row, "thumbprint")

    def _write(self, requests: Sequence[WriteRequestTypeDef]) -> None:
        """In batches. What DynamoDB had no capacity for is left to the next try of the whole task: twice is once."""
        for start in range(0, len(requests), BATCH):
            batch = {self._table.name: requests[start : start + BATCH]}
            if self._table.client.batch_write_item(RequestItems=batch).get("UnprocessedItems"):
                raise TransientError("DynamoDB left writes undone")
