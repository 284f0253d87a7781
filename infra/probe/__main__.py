"""`python -m infra.probe`: try a deployed stack, and print a report that can be pasted into an issue.

It reads only, unless --write is given with a --scope: then it uploads a certificate and places an order, and deletes
and cancels them again. Account numbers, addresses and names of domains are not in the report. The exit status is 1
where something is bad.
"""

import sys
from collections.abc import Callable
from contextlib import suppress

import boto3
import click
from botocore.exceptions import BotoCoreError

from certkeeper.domain.clock import utc_now
from certkeeper_cli.errors import CommandError
from infra.deploy.account import open_session
from infra.deploy.refusal import DeploymentRefused
from infra.deploy.stack import StackLocation, check_name, unreachable
from infra.probe.checks import api, functions, machines, rights, watching, writing
from infra.probe.finding import Verdict
from infra.probe.report import report
from infra.probe.run import Result, run
from infra.probe.target import Options, Target, read_target

READING = (*functions.CHECKS, *machines.CHECKS, *api.CHECKS, *watching.CHECKS)
LAST = rights.CHECKS
"""After those that write: they read what the functions have logged."""


def probe(target: Target, say: Callable[[str], None], *, write: bool) -> list[Result]:
    """Return what all checks find at the target, with `write` also those that write; `say` prints what is tried now."""
    return list(run((*READING, *(writing.CHECKS if write else ()), *LAST), target, say))


def names_of(target: Target) -> set[str]:
    """Return the names of domains that the target knows, and the id of its API: what the report hides."""
    hidden = {target.options.name or "", target.outputs.get("ApiId", ""), target.account}
    hidden |= {target.parameters.get(name, "") for name in ("DelegationZone", "CheckNameserver")}
    with suppress(CommandError):  # then no check has read them either
        hidden |= {str(scope.get("domain") or "") for scope in target.api.request("GET", "/scopes")["items"]}
    return hidden


def _target(session: boto3.Session, location: StackLocation, options: Options) -> Target:
    try:
        return read_target(session, location, options, utc_now())
    except BotoCoreError as reason:
        raise unreachable(reason, location) from None


@click.command(help=__doc__)
@click.option("--stack", default="certkeeper", show_default=True, help="The stack's name.")
@click.option("--url", help="The API's URL with its stage, in place of the stack's output ApiUrl.")
@click.option("--name", help="A public name of yours, to see whether it has IPv6 addresses.")
@click.option("--write", is_flag=True, help="Upload and order, too; what was made is deleted again.")
@click.option("--scope", help="The scope to write in.")
@click.option("--show-names", is_flag=True, help="Do not hide names of domains in the report.")
def main(*, stack: str, url: str | None, name: str | None, write: bool, scope: str | None, show_names: bool) -> None:
    """Probe the stack, and print the report on standard output, and what is tried on standard error.

    Raises UsageError for options that do not go together, and ClickException where there is no stack to try; click
    prints both as one line.
    """
    if write and not scope:
        raise click.UsageError("--write needs --scope with the name of a scope to write in.")
    try:
        check_name(stack)
        session = open_session()
        target = _target(session, StackLocation(stack, session.region_name), Options(url, scope, name))
    except DeploymentRefused as reason:
        raise click.ClickException(str(reason)) from None
    results = probe(target, lambda line: click.echo(line, err=True), write=write)
    click.echo(report(target, results, hide=() if show_names else names_of(target)))
    sys.exit(any(finding.verdict is Verdict.BAD for _, finding in results))


if __name__ == "__main__":
    main()
