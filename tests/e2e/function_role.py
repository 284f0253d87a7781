"""Acting as a deployed function: with the very role that it has, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from boto3.session import Session

from infra.local.aws import Cloud
from infra.local.processes.emulator_process import REGION
from infra.local.roles import TRUST_POLICY


@contextmanager
def acting_as(cloud: Cloud, function: str) -> Iterator[Session]:
    """The role of the function, which lets anyone here in for a while; afterwards Lambda alone, as it was deployed."""
    functions = cloud.session.client("lambda", endpoint_url=cloud.endpoint)
    iam = cloud.session.client("iam", endpoint_url=cloud.endpoint)
    sts = cloud.session.client("sts", endpoint_url=cloud.endpoint)
    arn = functions.get_function_configuration(FunctionName=function)["Role"]
    name = arn.rpartition("/")[2]
    before = json.dumps(iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"])
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(TRUST_POLICY))
    try:
        issued = sts.assume_role(RoleArn=arn, RoleSessionName="a-test")["Credentials"]
        yield Session(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"], REGION)
    finally:
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=before)
