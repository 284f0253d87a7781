"""What API Gateway reads for a visitor of the challenge responder, in worlds that have no API Gateway.

The end-to-end tests hold the same contract against the real integration (tests/e2e/orders/test_responder.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import keys

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def stored_answer(client: DynamoDBClient, table: str, token: str) -> str | None:
    """Return the content of the row of a token (GetItem, consistent); None if there is none."""
    found = client.get_item(TableName=table, Key=keys.challenge(token).attributes(), ConsistentRead=True)
    return found["Item"]["key_authorization"]["S"] if "Item" in found else None
