"""Policies are detached from whoever has them, once or twice."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws

from infra.deploy.delete.policies import Attachment, attachments, detach
from infra.deploy.delete.stopped import DeletionStopped

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient

POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}],
}


@pytest.fixture
def iam() -> Iterator["IAMClient"]:
    """IAM in this process."""
    with mock_aws():
        yield boto3.client("iam", region_name="eu-west-1")


def test_roles_users_and_groups_lose_the_policy_and_twice_is_no_error(iam: "IAMClient") -> None:
    """Whoever was interrupted begins again; a policy that is gone is attached nowhere."""
    arn = iam.create_policy(PolicyName="viewer", PolicyDocument=json.dumps(POLICY))["Policy"]["Arn"]
    iam.create_role(RoleName="deployer", AssumeRolePolicyDocument=json.dumps(POLICY))
    iam.attach_role_policy(RoleName="deployer", PolicyArn=arn)
    iam.create_user(UserName="olive")
    iam.attach_user_policy(UserName="olive", PolicyArn=arn)
    iam.create_group(GroupName="auditors")
    iam.attach_group_policy(GroupName="auditors", PolicyArn=arn)
    found = attachments(iam, [arn, arn.replace("viewer", "gone")])
    assert {(each.kind, each.name) for each in found} == {
        ("role", "deployer"),
        ("user", "olive"),
        ("group", "auditors"),
    }
    for each in (*found, *found):
        detach(iam, each)
    assert attachments(iam, [arn]) == ()
    iam.delete_policy(PolicyArn=arn)


def test_a_role_of_identity_center_is_left_to_identity_center() -> None:
    """IAM lets nobody else change it."""
    client = boto3.client("iam", region_name="eu-west-1", aws_access_key_id="no", aws_secret_access_key="no")
    with Stubber(client) as stub:
        stub.add_client_error("detach_role_policy", "UnmodifiableEntity", "no")
        with pytest.raises(DeletionStopped, match="permission set"):
            detach(client, Attachment("arn:aws:iam::123456789012:policy/viewer", "role", "AWSReservedSSO_Admin_1"))
