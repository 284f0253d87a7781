"""`python -m infra.deploy`: build, and deploy to the account that the AWS credentials are for.

Parameters that the stack has keep their values; only others are asked for. To change one, use --set.
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import click
from botocore.exceptions import BotoCoreError

from certkeeper.entrypoints.settings.environment import tags
from infra.deploy.access_logs import PARAMETER as ACCESS_LOGS
from infra.deploy.access_logs import check_replacement, propose, role_of_others
from infra.deploy.account import CLIENT_CONFIG, open_session
from infra.deploy.answers import ask, read_line, show
from infra.deploy.build import SOURCE, build, target_of
from infra.deploy.changes import read_changes
from infra.deploy.existing_table import PARAMETER as EXISTING_TABLE
from infra.deploy.existing_table import ExistingTable, check_change, existing_table
from infra.deploy.parameters import Parameter, parameters_of
from infra.deploy.plan import Plan, make_plan
from infra.deploy.platform import ARCHITECTURE, RUNTIME, Platform, choose_platform
from infra.deploy.protection import protect
from infra.deploy.refusal import DeploymentRefused
from infra.deploy.sam import TAGS, check_arguments, sam_deploy
from infra.deploy.stack import Stack, StackLocation, check_name, deployed_stack, unreachable
from infra.local.deployment.template import Template, read_template

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient
    from mypy_boto3_cloudformation import CloudFormationClient


def deploy(name: str, wanted: Mapping[str, str | None], changes: str, arguments: tuple[str, ...]) -> int:
    """Build, and deploy the stack of that name; return sam's exit status.

    `wanted` are the runtime and the architecture (None: the stack's, or the default), `changes` is the text of SET, and
    `arguments` are for sam. What the stack does not have is asked for. Raises DeploymentRefused before anything is
    built.
    """
    check_name(name)
    check_arguments(arguments)
    template = read_template(SOURCE)
    parameters = parameters_of(template)
    asked_for = read_changes(changes, Path.cwd())
    make_plan(parameters, {}, asked_for)  # refuses what no stack takes before AWS is asked
    session = open_session()
    location = StackLocation(name, session.region_name)
    cloudformation = _client(session)
    stack = deployed_stack(cloudformation, location)
    deployed = stack.parameters if stack else {}
    platform = choose_platform(parameters, wanted, deployed)
    target_of(platform)  # refused before anything is asked
    plan = make_plan(parameters, deployed, asked_for)
    _say(plan, parameters, location, stack)
    _say_platform(platform, deployed)
    role = None if ACCESS_LOGS in plan.kept else role_of_others(_api_gateway(location), location)
    changed = plan.changed | ask(propose(plan.asked, role), read_line, Path.cwd())
    check_replacement(changed, role, read_line)
    table = _existing_table(plan.kept | changed, deployed, location, template)
    build(platform)
    for line in table.protect() if table else ():
        click.echo(line)
    status = sam_deploy(location, platform.parameters | changed, tags((plan.kept | changed)[TAGS]), arguments)
    if status == 0 and stack is None and (line := protect(cloudformation, location)):
        click.echo(line)
    return status


def _client(session: boto3.Session) -> "CloudFormationClient":
    try:
        return session.client("cloudformation", config=CLIENT_CONFIG)
    except BotoCoreError as reason:
        raise unreachable(reason) from None


def _api_gateway(location: StackLocation) -> "APIGatewayClient":
    return boto3.Session(region_name=location.region).client("apigateway", config=CLIENT_CONFIG)


def _existing_table(
    values: Mapping[str, str], deployed: Mapping[str, str], location: StackLocation, template: Template
) -> ExistingTable | None:
    """The table that the stack is to go on with, if it is one that exists already; it was checked."""
    check_change(deployed.get(EXISTING_TABLE, ""), values[EXISTING_TABLE])
    if not values[EXISTING_TABLE]:
        return None
    table = existing_table(values[EXISTING_TABLE], location, template)
    table.check()
    return table


def _say(plan: Plan, parameters: Mapping[str, Parameter], location: StackLocation, stack: Stack | None) -> None:
    if stack:
        click.echo(f"The stack {location} is {stack.status}. These parameters keep their values:")
        show(plan.kept, parameters)
    else:
        click.echo(f"There is no stack {location} yet: this deployment creates it.")
    if plan.changed:
        click.echo("SET changes:")
        show(plan.changed, parameters, before=stack.parameters if stack else {})
    for name, value in plan.no_longer_allowed.items():
        click.echo(
            f"{name} is {value!r} in the stack, which this release does not allow: it "
            f"{parameters[name].violation(value)}."
        )
    if plan.asked:
        click.echo("These parameters are new. An empty answer takes the value in brackets:")


def _say_platform(platform: Platform, deployed: Mapping[str, str]) -> None:
    for name, value in platform.parameters.items():
        before = deployed.get(name, value)
        change = "" if before == value else f" (it was {before})"
        click.echo(f"{name}: {value}{change}")


@click.command(help=__doc__)
@click.option("--stack", default="certkeeper", show_default=True, help="The stack's name.")
@click.option("--runtime", help="The Lambda runtime. Default: the stack's, or the template's default.")
@click.option("--architecture", help="The processor. Default: the stack's, or the template's default.")
@click.option("--set", "changes", envvar="CERTKEEPER_SET", default="", help="Parameters to change: Name=value ...")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def main(stack: str, runtime: str | None, architecture: str | None, changes: str, arguments: tuple[str, ...]) -> None:
    """Deploy, and end with sam's exit status; ARGUMENTS go to sam.

    Raises ClickException, which click prints as one line, where nothing was deployed.
    """
    try:
        sys.exit(deploy(stack, {RUNTIME: runtime, ARCHITECTURE: architecture}, changes, arguments))
    except DeploymentRefused as reason:
        raise click.ClickException(str(reason)) from None
    except subprocess.CalledProcessError as failure:  # sam has printed why
        sys.exit(failure.returncode)


if __name__ == "__main__":
    main()
