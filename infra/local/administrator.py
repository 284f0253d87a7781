"""A role that may call all of the API, with the template's policy for administrators."""

from infra.local.aws import Cloud
from infra.local.deploy import Deployed
from infra.local.roles import create_role

NAME = "certkeeper-local-administrator"


def administrator_role(cloud: Cloud, deployed: Deployed) -> str:
    """Create a role in the cloud with the deployed policy for administrators of all scopes, and return its ARN."""
    return create_role(cloud, NAME, [deployed.outputs["AdministratorPolicyArn"]])
