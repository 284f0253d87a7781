"""`certkeeper delete`: delete a certificate, so that it is renewed no more and its key cannot be read."""

import click

from certkeeper_cli.api.paths import certificate_path
from certkeeper_cli.commands.options import certificate, scope, sure, talks
from certkeeper_cli.invocation import Invocation
from certkeeper_cli.terminal.confirmation import agreed
from certkeeper_cli.views.certificates import certificate_view


@click.command()
@certificate
@scope()
@sure
@talks
def delete(invocation: Invocation, *, certificate: str, scope: str, yes: bool) -> None:
    """Delete a certificate; it can be restored for a time."""
    path = certificate_path(invocation, scope, certificate)
    agreed(
        f"{certificate} is renewed no more, its notices end, and its key can no longer be read; for a time"
        " `certkeeper restore` brings it back. It is not revoked.",
        yes=yes,
    )
    invocation.tell(invocation.ask("DELETE", path), certificate_view)
