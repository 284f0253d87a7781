"""`certkeeper scopes`: list the scopes that certificates belong to, or define one."""

import click

from certkeeper_cli.commands.options import api_options, notices
from certkeeper_cli.commands.paging import warn_of_silence
from certkeeper_cli.commands.parameter_types import SCOPE, explained, one_of
from certkeeper_cli.invocation import Document, Invocation
from certkeeper_cli.views.scopes import list_view, scope_view
from certkeeper_cli.words import SCOPE_KIND_HINTS, SOLVER_HINTS, Solver


@click.group()
def scopes() -> None:
    """List the scopes, or define one."""


@scopes.command(name="list")
@api_options
def list_scopes(invocation: Invocation) -> None:
    """List all scopes that there are."""
    page = invocation.request("GET", "/scopes")
    invocation.print_result(page, list_view)
    warn_of_silence(invocation, page)


@scopes.command(name="put")
@click.argument("name", type=SCOPE, metavar="SCOPE")
@click.option(
    "--kind", type=one_of(SCOPE_KIND_HINTS), required=True, help=explained("What it covers.", SCOPE_KIND_HINTS)
)
@click.option("--domain", required=True, help="The root domain, or the host's name.")
@click.option("--solver", type=one_of(Solver), help=explained("Who sets the records of dns-01.", SOLVER_HINTS))
@click.option("--ca-profile", help="The CA's profile, as `shortlived` at Let's Encrypt.")
@click.option(
    "--administrator", "administrators", multiple=True, help="An e-mail address that gets notices; again for more."
)
@notices
@api_options
def put_scope(
    invocation: Invocation,
    *,
    name: str,
    kind: str,
    domain: str,
    solver: str | None,
    ca_profile: str | None,
    administrators: tuple[str, ...],
    notices_enabled: bool | None,
    notice_days: list[int] | None,
) -> None:
    """Define a scope, or change it: what is left out becomes the default again."""
    document: Document = {"kind": kind, "domain": domain}
    wishes = {
        "solver": solver,
        "profile": ca_profile,
        "administrators": list(administrators) or None,
        "notices_enabled": notices_enabled,
        "notice_days": notice_days,
    }
    document |= {field: wish for field, wish in wishes.items() if wish is not None}
    invocation.print_result(invocation.request("PUT", f"/scopes/{name}", document), scope_view)
