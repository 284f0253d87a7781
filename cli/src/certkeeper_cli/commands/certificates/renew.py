"""`certkeeper renew`: order the next version of a certificate now."""

import click

from certkeeper_cli.api.paths import certificate_path
from certkeeper_cli.commands.options import certificate, idempotency_key, scope, talks, waits
from certkeeper_cli.commands.orders.order import stay
from certkeeper_cli.commands.parameter_types import explained, one_of
from certkeeper_cli.invocation import Invocation, new_key
from certkeeper_cli.words import KEY_CHOICE_LABELS, KeyChoice


@click.command()
@certificate
@scope()
@click.option(
    "--key", type=one_of(KeyChoice), help=explained("Which key; as it is set unless given.", KEY_CHOICE_LABELS)
)
@waits
@idempotency_key
@talks
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

    Whenever it is due; where a renewal of CERTIFICATE is running, that one is shown.
    """
    path = f"{certificate_path(invocation, scope, certificate)}/renewals"
    placed = invocation.ask("POST", path, {"key": key} if key else None, idempotency_key=idempotency_key or new_key())
    stay(invocation, placed, wait_for_end=wait_for_end, timeout=timeout)
