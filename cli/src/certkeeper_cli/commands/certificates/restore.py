"""`certkeeper restore`: restore a deleted certificate."""

import click

from certkeeper_cli.api.paths import certificate_path
from certkeeper_cli.commands.options import api_options, certificate, scope
from certkeeper_cli.invocation import Invocation
from certkeeper_cli.views.certificates import certificate_view


@click.command()
@certificate
@scope()
@api_options
def restore(invocation: Invocation, *, certificate: str, scope: str) -> None:
    """Restore a certificate that was deleted.

    `certkeeper list --status deleted` shows which can be.
    """
    path = certificate_path(invocation, scope, certificate, deleted=True)
    invocation.print_result(invocation.request("POST", f"{path}/restoration"), certificate_view)
