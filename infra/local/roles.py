"""Roles for people who call the API: in an AWS account they exist already, here they are created."""

import json
from collections.abc import Iterable

from infra.local.aws import Cloud

TRUST_POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
}


def create_role(cloud: Cloud, name: str, policy_arns: Iterable[str]) -> str:
    """Create a role of that name in the cloud with these managed policies and nothing else, and return its ARN.

    `policy_arns` name the policies.
    """
    iam = cloud.session.client("iam", endpoint_url=cloud.endpoint)
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST_POLICY))
    for arn in policy_arns:
        iam.attach_role_policy(RoleName=name, PolicyArn=arn)
    return role["Role"]["Arn"]
