"""`certkeeper show`: show every fact of one certificate."""

import click

from certkeeper_cli.api.paths import certificate_path
from certkeeper_cli.commands.options import api_options, certificate, scope
from certkeeper_cli.invocation import Invocation
from certkeeper_cli.views.certificates import certificate_view


@click.command()
@certificate
@scope()
@api_options
def show(invocation: Invocation, *, certificate: str, scope: str) -> None:
    """Show every fact of a certificate.

    CERTIFICATE is an id, a name in the scope, a serial number or a fingerprint; a DNS name does where one certificate
    has it. `--output json` has its PEM.
    """
    invocation.print_result(
        invocation.request("GET", certificate_path(invocation, scope, certificate)), certificate_view
    )
