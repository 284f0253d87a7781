"""`certkeeper list`: list the certificates of a scope, or of all scopes."""

import click

from certkeeper_cli.commands.options import api_options, scope
from certkeeper_cli.commands.paging import paged, pages
from certkeeper_cli.commands.parameter_types import one_of
from certkeeper_cli.invocation import Invocation
from certkeeper_cli.views.certificates import list_view
from certkeeper_cli.words import CertificateStatus


@click.command(name="list")
@scope(required=False)
@click.option("--status", type=one_of(CertificateStatus), help="Only those with this status now.")
@click.option("--search", metavar="TEXT", help="Only those with this name, issuer, number or id.")
@paged
@api_options
def list_certificates(
    invocation: Invocation,
    *,
    scope: str | None,
    status: str | None,
    search: str | None,
    limit: int | None,
    cursor: str | None,
    everything: bool,
) -> None:
    """List the certificates.

    Those of a scope, newest first, or those of all scopes that you may see.
    """
    query = [(name, given) for name, given in (("status", status), ("search", search)) if given]
    page = pages(invocation, "certificates", scope, limit=limit, cursor=cursor, everything=everything, query=query)
    invocation.print_result(page, list_view)
