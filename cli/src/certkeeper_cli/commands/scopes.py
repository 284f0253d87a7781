"""`certkeeper scopes`: where certificates may be used."""

import click

from certkeeper_cli.invocation import Document, Invocation
from certkeeper_cli.options import notices, talks
from certkeeper_cli.parameter_types import SCOPE, SOLVERS
from certkeeper_cli.views.scopes import listed, scope_view


@click.group()
def scopes() -> None:
    """See the scopes, or define one."""


@scopes.command(name="list")
@talks
def list_scopes(invocation: Invocation) -> None:
    """List all scopes."""
    invocation.tell(invocation.ask("GET", "/scopes"), listed)


@scopes.command(name="put")
@click.argument("name", type=SCOPE, metavar="SCOPE")
@click.option(
    "--kind", type=click.Choice(["zone", "listener"]), required=True, help="A domain and all below, or a host."
)
@click.option("--domain", required=True, help="The root domain, or the host's name.")
@click.option("--solver", type=SOLVERS, help="Who sets the records of dns-01.")
@click.option("--ca-profile", help="The CA's profile, as `shortlived` at Let's Encrypt.")
@click.option("--administrator", "administrators", multiple=True, help="An address to be told; again for more.")
@notices
@talks
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
    """Define a scope, or change it: what is not said becomes the default again."""
    document: Document = {"kind": kind, "domain": domain}
    wishes = {
        "solver": solver,
        "profile": ca_profile,
        "administrators": list(administrators) or None,
        "notices_enabled": notices_enabled,
        "notice_days": notice_days,
    }
    document |= {field: wish for field, wish in wishes.items() if wish is not None}
    invocation.tell(invocation.ask("PUT", f"/scopes/{name}", document), scope_view)
