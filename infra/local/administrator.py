"""A role that may do everything with our API, made of the template's own policy for administrators."""

from infra.local.aws import Cloud
from infra.local.deploy import Deployed
from infra.local.roles import create_role

NAME = "certkeeper-local-administrator"


def administrator_role(cloud: Cloud, deployed: Deployed) -> str:
    """The ARN of a new role with the administrator's policy for all scopes."""
    return create_role(cloud, NAME, [deployed.outputs["AdministratorPolicyArn"]])
