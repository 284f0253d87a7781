"""`certkeeper revoke`: have the CA revoke a certificate, so that it is not trusted any more."""

import click

from certkeeper_cli.api.paths import certificate_path
from certkeeper_cli.commands.options import api_options, certificate, scope, yes_option
from certkeeper_cli.commands.parameter_types import explained, one_of
from certkeeper_cli.invocation import Document, Invocation
from certkeeper_cli.terminal.confirmation import confirm
from certkeeper_cli.views.certificates import certificate_view
from certkeeper_cli.words import MAX_VERSIONS, REVOCATION_REASON_HINTS, RevocationReason


@click.command()
@certificate
@scope()
@click.option("--reason", type=one_of(RevocationReason), required=True, help=explained("Why.", REVOCATION_REASON_HINTS))
@click.option("--version", type=click.IntRange(1, MAX_VERSIONS), help="Another version than the current one.")
@yes_option
@api_options
def revoke(
    invocation: Invocation, *, certificate: str, scope: str, reason: str, version: int | None, yes: bool
) -> None:
    """Revoke a certificate at the CA. This cannot be undone."""
    path = certificate_path(invocation, scope, certificate, by_domain=False)
    confirm(f"Browsers refuse sites that still serve {certificate}, and nobody can undo it.", yes=yes)
    document: Document = {"reason": reason, **({"version": version} if version else {})}
    invocation.print_result(invocation.request("POST", f"{path}/revocation", document), certificate_view)
