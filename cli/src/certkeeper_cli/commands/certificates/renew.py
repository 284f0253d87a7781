"""`certkeeper renew`: order the next version of a certificate now."""

import click

from certkeeper_cli.api.paths import certificate_path
from certkeeper_cli.commands.options import api_options, certificate, idempotency_key, scope, wait_options
from certkeeper_cli.commands.orders.order import print_placed_order
from certkeeper_cli.commands.parameter_types import explained, one_of
from certkeeper_cli.invocation import Invocation, new_idempotency_key
from certkeeper_cli.words import KEY_CHOICE_LABELS, KeyChoice


@click.command()
@certificate
@scope()
@click.option(
    "--key", type=one_of(KeyChoice), help=explained("Which private key; as it is set unless given.", KEY_CHOICE_LABELS)
)
@wait_options
@idempotency_key
@api_options
def renew(
    invocation: Invocation,
    *,
    certificate: str,
    scope: str,
    key: str | None,
    wait_for_end: bool,
    timeout: int | None,
    idempotency_key: str | None,
) -> None:
    """Renew a certificate now.

    It need not be due. Where a renewal of CERTIFICATE is running already, that one is shown.
    """
    path = f"{certificate_path(invocation, scope, certificate)}/renewals"
    placed = invocation.request(
        "POST", path, {"key": key} if key else None, idempotency_key=idempotency_key or new_idempotency_key()
    )
    print_placed_order(invocation, placed, wait_for_end=wait_for_end, timeout=timeout)
