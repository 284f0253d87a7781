"""`python -m infra.deploy.delete`: delete Certkeeper's stack, and say what stays and costs.

It shows what it is going to do, and asks before it does anything. It cancels orders that wait, detaches the stack's
policies, and deletes the stacks made from infra/access.yaml for its API. Run it again where it was interrupted.
"""

from collections.abc import Callable

import boto3
import click

from certkeeper_cli.invocation import Invocation
from infra.deploy.account import CLIENT_CONFIG, open_session
from infra.deploy.answers import read_line
from infra.deploy.delete.certificates import certkeeper_api, count_by_status
from infra.deploy.delete.clock import Clock
from infra.deploy.delete.leftovers import leftovers, show
from infra.deploy.delete.orders import bounded, end_all, running
from infra.deploy.delete.plan import Plan, confirm, show_plan
from infra.deploy.delete.policies import attachments, detach
from infra.deploy.delete.removal import remove
from infra.deploy.delete.stacks import MACHINE, POLICY, FoundStack, find_access_stacks, find_stack
from infra.deploy.delete.stopped import DeletionStopped
from infra.deploy.refusal import DeploymentRefused
from infra.deploy.stack import StackLocation, check_name

WAIT_SECONDS = 300.0
"""For orders to remove their DNS records; Route 53 takes about a minute for a change."""


class Deletion:
    """The deletion of one stack with the credentials of a session. `say` prints a line."""

    def __init__(
        self, session: boto3.Session, location: StackLocation, *, url: str | None, say: Callable[[str], None]
    ) -> None:
        """Make the clients, and call nothing. `url` is the API's where the stack's output is not to be taken."""
        self._session, self._location, self._url, self._say = session, location, url, say
        self._cloudformation = session.client("cloudformation", config=CLIENT_CONFIG)
        self._iam = session.client("iam", config=CLIENT_CONFIG)
        self._machines = session.client("stepfunctions", config=CLIENT_CONFIG)

    def plan(self) -> Plan | None:
        """Return what there is to do, from reading only; None where there is no stack of that name any more."""
        self._say(f"Reading what there is of {self._location} ...")
        stack = find_stack(self._cloudformation, self._location)
        access = find_access_stacks(self._cloudformation, self._location.stack, stack.api_id if stack else None)
        if stack is None and not access:
            return None
        policies = [arn for each in (stack, *access) if each for arn in each.of_type(POLICY)]
        return Plan(
            name=self._location.stack,
            stack=stack,
            access_stacks=access,
            attachments=attachments(self._iam, policies),
            executions=running(self._machines, stack.of_type(MACHINE) if stack else ()),
            certificates=count_by_status(self._api(stack)),
            stays=leftovers(self._session, self._location),
        )

    def carry_out(self, plan: Plan, wait_seconds: float, clock: Clock) -> None:
        """Do what was planned; by the clock, orders have `wait_seconds` to end.

        Raises DeletionStopped where AWS refuses a step.
        """
        machines = plan.stack.of_type(MACHINE) if plan.stack else ()
        wait = bounded(clock, wait_seconds, self._say)
        end_all(self._machines, machines, self._api(plan.stack), wait, self._say)
        for attachment in plan.attachments:
            detach(self._iam, attachment)
            self._say(f"Detached {attachment}.")
        for stack in plan.stacks:
            remove(self._cloudformation, stack, self._say, clock=clock)

    def report(self) -> None:
        """Print what stays, what it costs, and the commands that remove it."""
        if found := leftovers(self._session, self._location):
            self._say("What stays, what it costs, and how to remove it:")
            show(found, self._say, commands=True)
        else:
            self._say("Nothing of it stays.")

    def _api(self, stack: FoundStack | None) -> Invocation | None:
        return certkeeper_api(self._location, self._url) if stack and stack.has_api else None


@click.command(help=__doc__)
@click.option("--stack", default="certkeeper", show_default=True, help="The stack's name.")
@click.option("--yes", is_flag=True, help="Ask nothing; a stack with termination protection needs --confirm.")
@click.option("--confirm", "confirmed", default="", metavar="NAME", help="The stack's name, in place of typing it.")
@click.option("--url", help="The API's URL with its stage, in place of the stack's output ApiUrl.")
@click.option("--wait", default=WAIT_SECONDS, show_default=True, help="Seconds that orders have to end.")
def main(*, stack: str, yes: bool, confirmed: str, url: str | None, wait: float) -> None:
    """Delete the stack.

    Raises ClickException, which click prints as one line, where it did not come to its end.
    """
    try:
        check_name(stack)
        session = open_session()
        location = StackLocation(stack, session.region_name)
        deletion = Deletion(session, location, url=url, say=click.echo)
        if plan := deletion.plan():
            show_plan(plan, click.echo)
            confirm(plan, read_line, yes=yes, name=confirmed)
            deletion.carry_out(plan, wait, Clock())
        else:
            click.echo(f"There is no stack {location}.")
        deletion.report()
    except (DeletionStopped, DeploymentRefused) as reason:
        raise click.ClickException(str(reason)) from None


if __name__ == "__main__":
    main()
