"""The state machine's own write into an order's row (infra/statemachines/issuance.asl.yaml)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class AwaitState:
    """Writes as the Await states do."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = table
        self._client = client

    def wait(self, scope: str, order_id: str, token: str, *, wake_count: int) -> bool:
        """Leaves the token unless somebody has called since `wake_count` was read."""
        try:
            self._client.update_item(
                TableName=self._table,
                Key={"pk": {"S": f"SCOPE#{scope}#ORDERS"}, "sk": {"S": order_id}},
                UpdateExpression="SET wait_token = :token, wait_state = :state",
                ConditionExpression="wake_count = :wake_count",
                ExpressionAttributeValues={
                    ":token": {"S": token},
                    ":state": {"S": "AwaitVerification"},
                    ":wake_count": {"N": str(wake_count)},
                },
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True
