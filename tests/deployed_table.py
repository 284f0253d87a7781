"""The table as the template has it, for AWS in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.architecture.deployed import resources

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SHAPE = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode")


def create_table(client: DynamoDBClient, name: str) -> None:
    """Makes an empty one."""
    table = resources("AWS::DynamoDB::Table")["Table"]
    client.create_table(TableName=name, **{part: table[part] for part in SHAPE})
