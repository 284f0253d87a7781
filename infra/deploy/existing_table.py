"""A table that a stack is to go on with, in place of one of its own: judged before anything is built (ADR 104).

A table that was restored has rows and indexes, and neither time to live, nor point-in-time recovery, nor protection
from deletion: see "Restoring a table" in
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/pointintimerecovery_howitworks.html. CloudFormation
does not manage this table, so `make deploy` switches them on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from certkeeper.adapters.dynamodb.keys import DUE_INDEX, DUE_SHARDS, due_partition
from certkeeper.adapters.secretsmanager.layout import SecretNames
from infra.deploy.refusal import DeploymentRefused
from infra.deploy.stack import StackLocation
from infra.local.deployment.template import Template

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TableDescriptionTypeDef
    from mypy_boto3_secretsmanager import SecretsManagerClient

PARAMETER = "ExistingTableName"
_SCHEMA = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes")


@dataclass(frozen=True)
class ExistingTable:
    """The table of that name in the region of the stack at `location`.

    `template` are the properties of the table that the stack would make: what this one must be like.
    """

    name: str
    location: StackLocation
    template: Mapping[str, Any]
    dynamodb: "DynamoDBClient"
    cloudformation: "CloudFormationClient"
    secretsmanager: "SecretsManagerClient"

    def check(self) -> None:
        """Raise DeploymentRefused where the stack could not go on with the table, or where another stack has it."""
        try:
            for check in (self._check_exists, self._check_schema, self._check_is_free, self._check_secrets):
                check()
        except (ClientError, BotoCoreError) as reason:
            raise DeploymentRefused(
                f"It cannot be checked whether the stack can go on with the table {self.name}: {reason}. "
                "Deploy with credentials that may read tables, stacks and the descriptions of secrets."
            ) from None

    def protect(self) -> Iterator[str]:
        """Switch on what the stack's own table would have, and yield a line about each change."""
        yield from self._switch_on_time_to_live()
        yield from self._switch_on_recovery()
        yield from self._switch_on_protection()

    @cached_property
    def _described(self) -> "TableDescriptionTypeDef":
        return self.dynamodb.describe_table(TableName=self.name)["Table"]

    def _check_exists(self) -> None:
        try:
            status = self._described["TableStatus"]
        except self.dynamodb.exceptions.ResourceNotFoundException:
            raise DeploymentRefused(
                f"{PARAMETER} names {self.name}, and there is no such table in {self.location.region}. "
                "aws dynamodb list-tables shows those that there are."
            ) from None
        if status != "ACTIVE":
            raise DeploymentRefused(f"The table {self.name} is {status}. Wait until it is ACTIVE, and deploy again.")

    def _check_schema(self) -> None:
        wanted, found = _schema(self.template), _schema(self._described)
        if different := [name for name in _SCHEMA if wanted[name] != found[name]]:
            raise DeploymentRefused(
                f"The table {self.name} is not one of Certkeeper's, or was restored without its index: "
                f"{', '.join(different)} are not as in infra/template/storage.yaml. Give another table, or restore "
                "it again with all indexes."
            )

    def _check_is_free(self) -> None:
        for page in self.cloudformation.get_paginator("describe_stacks").paginate():
            for stack in page["Stacks"]:
                outputs = {each.get("OutputKey"): each.get("OutputValue") for each in stack.get("Outputs", ())}
                if stack["StackName"] != self.location.stack and outputs.get("TableName") == self.name:
                    raise DeploymentRefused(
                        f"The stack {stack['StackName']} has the table {self.name}. Two stacks on one table would "
                        "renew each certificate twice. Delete that stack first, or give another table."
                    )

    def _check_secrets(self) -> None:
        """Keys are found by the stack's name: a table with certificates of another name would have none of them."""
        names = SecretNames(self.location.stack)
        secrets = [names.certificate(each) for each in self._some_certificates()]
        if secrets and not any(self._has_secret(each) for each in secrets):
            raise DeploymentRefused(
                f"No secret of the certificates in the table {self.name} was found, for instance {secrets[0]}. "
                "Secrets begin with the name of the stack that made them: deploy under that name, with STACK=."
            )

    def _some_certificates(self) -> Iterator[str]:
        """The id of one certificate from each shard of the index, where it has one."""
        for shard in range(DUE_SHARDS):
            found = self.dynamodb.query(
                TableName=self.name,
                IndexName=DUE_INDEX,
                KeyConditionExpression="due_shard = :shard",
                ExpressionAttributeValues={":shard": {"S": due_partition(shard)}},
                Limit=1,
            )
            yield from (row["sk"]["S"] for row in found["Items"])

    def _has_secret(self, name: str) -> bool:
        try:
            self.secretsmanager.describe_secret(SecretId=name)
        except self.secretsmanager.exceptions.ResourceNotFoundException:
            return False
        return True

    def _switch_on_time_to_live(self) -> Iterator[str]:
        found = self.dynamodb.describe_time_to_live(TableName=self.name)["TimeToLiveDescription"]
        if found["TimeToLiveStatus"] not in {"ENABLED", "ENABLING"}:
            wanted = self.template["TimeToLiveSpecification"]
            self.dynamodb.update_time_to_live(TableName=self.name, TimeToLiveSpecification=wanted)
            yield f"Time to live of the table {self.name} is switched on: rows that have expired are removed."

    def _switch_on_recovery(self) -> Iterator[str]:
        found = self.dynamodb.describe_continuous_backups(TableName=self.name)["ContinuousBackupsDescription"]
        if found.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus") != "ENABLED":
            wanted = self.template["PointInTimeRecoverySpecification"]
            self.dynamodb.update_continuous_backups(TableName=self.name, PointInTimeRecoverySpecification=wanted)
            yield f"Point-in-time recovery of the table {self.name} is switched on."

    def _switch_on_protection(self) -> Iterator[str]:
        if not self._described.get("DeletionProtectionEnabled"):
            self.dynamodb.update_table(TableName=self.name, DeletionProtectionEnabled=True)
            yield f"The table {self.name} is protected from deletion."


def check_change(before: str, after: str) -> None:
    """Raise DeploymentRefused where a stack that has an existing table `before` would have a new one `after`."""
    if before and not after:
        raise DeploymentRefused(
            f"The stack's table is {before}. Without {PARAMETER} it would go on with a new, empty table and know none "
            f"of its certificates. To return to an earlier table, give its name: SET={PARAMETER}=name."
        )


def _schema(table: Mapping[str, Any]) -> dict[str, Any]:
    """What must be equal, in an order of its own: DynamoDB adds numbers and states to what it was given."""
    return {
        "KeySchema": _keys(table["KeySchema"]),
        "AttributeDefinitions": {
            each["AttributeName"]: each["AttributeType"] for each in table["AttributeDefinitions"]
        },
        "GlobalSecondaryIndexes": {
            each["IndexName"]: (_keys(each["KeySchema"]), each["Projection"]["ProjectionType"])
            for each in table.get("GlobalSecondaryIndexes", ())
        },
    }


def _keys(schema: Any) -> dict[str, str]:  # noqa: ANN401 - as the template and DynamoDB have it
    return {each["AttributeName"]: each["KeyType"] for each in schema}


def existing_table(name: str, location: StackLocation, template: Template) -> ExistingTable:
    """Return the table of that name for the stack at the location, with clients of its region.

    `template` is the whole template, of which the table's properties are taken.
    """
    session = boto3.Session(region_name=location.region)
    return ExistingTable(
        name,
        location,
        template["Resources"]["Table"]["Properties"],
        session.client("dynamodb"),
        session.client("cloudformation"),
        session.client("secretsmanager"),
    )
