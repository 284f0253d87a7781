"""The account's log role of API Gateway: one for all APIs of an account in a region, so it may be somebody else's.

`AccessLogs=set-up` replaces it (AWS::ApiGateway::Account). So `make deploy` reads it before it deploys that (ADR 98).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import click
from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy.answers import Prompt
from infra.deploy.parameters import Parameter
from infra.deploy.refusal import DeploymentRefused
from infra.deploy.stack import StackLocation

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient

PARAMETER = "AccessLogs"
REPLACES, EXISTING = "set-up", "existing"
YES = "yes"
"""The answer that replaces a role of others. Any other one ends the deployment."""


def role_of_others(apigateway: "APIGatewayClient", location: StackLocation) -> str | None:
    """Return the ARN of the account's log role, or None where there is none or it belongs to the stack at `location`.

    CloudFormation calls a role by its stack and its logical id. Where `apigateway` does not say, which is printed, the
    role is taken for nobody's: whoever deploys may lack apigateway:GET, and CloudFormation has a role of its own.
    """
    try:
        arn = apigateway.get_account().get("cloudwatchRoleArn")
    except (ClientError, BotoCoreError) as reason:
        click.echo(f"The account's log role of API Gateway cannot be read, so a role of others is not seen: {reason}")
        return None
    name = (arn or "").rpartition("/")[2]
    return arn if name and not name.startswith(f"{location.stack}-AccessLogRole-") else None


def propose(asked: Iterable[Parameter], role: str | None) -> tuple[Parameter, ...]:
    """Return the parameters that are `asked` for, with `existing` as the proposed answer for a `role` of others."""
    return tuple(_proposing_existing(each, role) if role and each.name == PARAMETER else each for each in asked)


def _proposing_existing(parameter: Parameter, role: str) -> Parameter:
    hint = f"This account has {role} already: existing uses it, set-up would take it away from all other APIs."
    rules = dict(parameter.rules) | {"Default": EXISTING, "Description": f"{parameter.description} {hint}"}
    return replace(parameter, rules=rules)


def check_replacement(changed: Mapping[str, str], role: str | None, prompt: Prompt) -> None:
    """Ask with `prompt` before a `role` of others is replaced. Raises DeploymentRefused unless the answer is YES.

    `changed` are the parameters that this deployment sets, by name.
    """
    if not role or changed.get(PARAMETER) != REPLACES:
        return
    click.echo(f"\n{PARAMETER}={REPLACES} replaces the account's log role of API Gateway, {role}, for all its APIs.")
    try:
        answer = prompt(f"Replace it? Only {YES} does: ").strip()
    except EOFError:
        answer = ""
    if answer != YES:
        raise DeploymentRefused(
            f"Nothing was deployed: {PARAMETER}={REPLACES} would replace {role}. Use SET={PARAMETER}={EXISTING}."
        )
