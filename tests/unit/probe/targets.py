"""A deployed stack for checks, without an account."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache

import boto3

from infra.deploy.stack import StackLocation
from infra.probe.target import Options, Target

ACCOUNT = "123456789012"
REGION = "eu-west-1"
NOW = datetime(2026, 12, 1, tzinfo=UTC)
OUTPUTS = {
    "StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/certkeeper/1",
    "ApiUrl": "https://api.execute-api.eu-west-1.amazonaws.com/v1",
    "TableName": "certkeeper-Table-1",
    "NoticesTopicArn": f"arn:aws:sns:{REGION}:{ACCOUNT}:notices",
}


@cache
def shared_session() -> boto3.Session:
    """One session for all tests, which reads the description of each service once."""
    return boto3.Session("no", "no", region_name=REGION)


def target(
    resources: Mapping[str, Mapping[str, str]] | None = None,
    *,
    age: timedelta = timedelta(days=1),
    session: boto3.Session | None = None,
    name: str | None = None,
    **outputs: str,
) -> Target:
    """A stack of this age with these resources, by type and logical id."""
    return Target(
        session=session or shared_session(),
        location=StackLocation("certkeeper", REGION),
        options=Options(name=name),
        parameters={"Runtime": "python3.13", "Architecture": "arm64", "AccessLogs": "set-up"},
        outputs=OUTPUTS | outputs,
        resources=resources or {},
        created_at=NOW - age,
        now=NOW,
    )
