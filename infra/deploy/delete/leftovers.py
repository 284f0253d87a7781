"""What stays when a stack is deleted: found by the stack's name, with what it costs and the command that removes it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from boto3 import Session
from botocore.exceptions import ClientError

from infra.deploy.account import CLIENT_CONFIG
from infra.deploy.delete.stopped import explained
from infra.deploy.stack import StackLocation, is_missing

SECRET_DOLLARS = 0.40
"""A month and secret, https://aws.amazon.com/secrets-manager/pricing/ (us-east-1)."""

SAM_STACK = "aws-sam-cli-managed-default"
"""The stack with the bucket to which `sam deploy --resolve-s3` uploads."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """One thing that stays. `remove` are the commands that remove it; empty where another program may use it."""

    what: str
    cost: str
    remove: tuple[str, ...]


def leftovers(session: Session, location: StackLocation) -> tuple[Leftover, ...]:
    """Return what of the stack at this location outlives it, or has outlived it, also of failed first attempts.

    The session is of who deletes. Raises DeletionStopped where AWS does not say: what was not read is not taken for
    nothing.
    """
    finders: tuple[Callable[[Session, StackLocation], Iterator[Leftover]], ...] = (
        _secrets,
        _tables,
        _log_groups,
        _log_roles,
        _sam_bucket,
    )
    return tuple(each for find in finders for each in find(session, location))


def show(found: tuple[Leftover, ...], say: Callable[[str], None], *, commands: bool) -> None:
    """Print by `say` a line for each that was found, with the commands that remove it where those are asked for."""
    for each in found:
        say(f"  {each.what}: {each.cost}")
        for command in each.remove if commands else ():
            say(f"      {command}")


def _secrets(session: Session, location: StackLocation) -> Iterator[Leftover]:
    prefix = f"{location.stack}/"
    with explained("list the secrets"):
        client = session.client("secretsmanager", config=CLIENT_CONFIG)
        pages = client.get_paginator("list_secrets").paginate(Filters=[{"Key": "name", "Values": [prefix]}])
        number = sum(each["Name"].startswith(prefix) for page in pages for each in page["SecretList"])
    if number:
        listed = f"aws secretsmanager list-secrets --filters Key=name,Values={prefix} --region {location.region}"
        one = f"aws secretsmanager delete-secret --secret-id NAME --region {location.region}"
        yield Leftover(
            f"{number} secrets, {prefix}...",
            f"{number} x {SECRET_DOLLARS:.2f} = {number * SECRET_DOLLARS:.2f} dollars a month",
            (f"{listed} --query SecretList[].Name", f"{one}   # each that no consumer reads"),
        )


def _tables(session: Session, location: StackLocation) -> Iterator[Leftover]:
    with explained("read the tables"):
        client = session.client("dynamodb", config=CLIENT_CONFIG)
        pages = client.get_paginator("list_tables").paginate()
        names = [name for page in pages for name in page["TableNames"] if name.startswith(f"{location.stack}-Table-")]
        tables = [client.describe_table(TableName=name)["Table"] for name in names]
    for table in tables:
        named = f"--table-name {table['TableName']} --region {location.region}"
        yield Leftover(
            f"the table {table['TableName']}",
            f"storage and point-in-time recovery of {table.get('TableSizeBytes', 0)} bytes in "
            f"{table.get('ItemCount', 0)} items (counted every six hours or so)",
            (
                f"aws dynamodb update-table {named} --no-deletion-protection-enabled",
                f"aws dynamodb delete-table {named}",
            ),
        )


def _log_groups(session: Session, location: StackLocation) -> Iterator[Leftover]:
    """The access logs, of earlier stacks of this name, too: CloudFormation names them."""
    with explained("read the access logs"):
        client = session.client("logs", config=CLIENT_CONFIG)
        pages = client.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=f"{location.stack}-ApiLogs-")
        groups = [each for page in pages for each in page["logGroups"]]
    for group in groups:
        name, days = group["logGroupName"], group.get("retentionInDays", "unlimited")
        yield Leftover(
            f"the access log {name}",
            f"storage of {group.get('storedBytes', 0)} bytes, each line for {days} days",
            (f"aws logs delete-log-group --log-group-name {name} --region {location.region}",),
        )


def _log_roles(session: Session, location: StackLocation) -> Iterator[Leftover]:
    with explained("read the roles for access logs"):
        account_role = session.client("apigateway", config=CLIENT_CONFIG).get_account().get("cloudwatchRoleArn")
        pages = session.client("iam", config=CLIENT_CONFIG).get_paginator("list_roles").paginate()
        roles = [each for page in pages for each in page["Roles"]]
    for role in roles:
        name = role["RoleName"]
        if not name.startswith(f"{location.stack}-AccessLogRole-"):
            continue
        used = role["Arn"] == account_role
        partition = role["Arn"].split(":")[1]
        policy = f"arn:{partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
        commands = (
            f"aws iam detach-role-policy --role-name {name} --policy-arn {policy}",
            f"aws iam delete-role --role-name {name}",
        )
        yield Leftover(
            f"the role {name}" + (f", through which API Gateway logs for all APIs of {location.region}" * used),
            "nothing" + (". Remove it when no other API has access logs" * used),
            commands,
        )


def _sam_bucket(session: Session, location: StackLocation) -> Iterator[Leftover]:
    with explained("read SAM's stack"):
        client = session.client("cloudformation", config=CLIENT_CONFIG)
        try:
            found = client.describe_stack_resources(StackName=SAM_STACK)["StackResources"]
        except ClientError as reason:
            if is_missing(reason):
                return
            raise
    for each in found:
        if each["ResourceType"] == "AWS::S3::Bucket":
            yield Leftover(
                f"the bucket {each.get('PhysicalResourceId')}, of all applications of AWS SAM in {location.region}",
                "storage of the uploads",
                (),
            )
