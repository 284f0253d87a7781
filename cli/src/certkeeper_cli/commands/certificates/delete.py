"""`certkeeper delete`: delete a certificate, so that it is renewed no more and its key cannot be read."""

import click

from certkeeper_cli.api.paths import certificate_path
from certkeeper_cli.commands.options import api_options, certificate, scope, yes_option
from certkeeper_cli.invocation import Invocation
from certkeeper_cli.terminal.confirmation import confirm
from certkeeper_cli.views.certificates import certificate_view


@click.command()
@certificate
@scope()
@yes_option
@api_options
def delete(invocation: Invocation, *, certificate: str, scope: str, yes: bool) -> None:
    """Delete a certificate. It can be restored for a time."""
    path = certificate_path(invocation, scope, certificate, by_domain=False)
    confirm(
        f"{certificate} will not be renewed, no notices will be sent about it, and its key can no longer be read. For a"
        " time `certkeeper restore` restores it. It is not revoked.",
        yes=yes,
    )
    invocation.print_result(invocation.request("DELETE", path), certificate_view)
