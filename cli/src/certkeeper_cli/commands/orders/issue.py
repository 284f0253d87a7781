"""`certkeeper issue`: have the CA issue the certificate of an order, the last of the manual steps."""

import click

from certkeeper_cli.api.paths import order_path
from certkeeper_cli.commands.options import api_options, idempotency_key, order, scope, wait_options
from certkeeper_cli.commands.orders.early_step import early_step_is_not_yet
from certkeeper_cli.commands.orders.waiting import wait_until_ended
from certkeeper_cli.invocation import Invocation, new_idempotency_key
from certkeeper_cli.views.orders import order_view
from certkeeper_cli.words import OrderAction


@click.command()
@order
@scope()
@wait_options
@idempotency_key
@api_options
def issue(
    invocation: Invocation,
    *,
    order: str,
    scope: str,
    wait_for_end: bool,
    timeout: int | None,
    idempotency_key: str | None,
) -> None:
    """Have the certificate of an order issued, once its names are verified."""
    path = order_path(invocation, scope, order)
    with early_step_is_not_yet(later=(OrderAction.VERIFY, OrderAction.CANCEL)):
        shown = invocation.request("POST", f"{path}/issuance", idempotency_key=idempotency_key or new_idempotency_key())
    if wait_for_end:
        wait_until_ended(invocation, shown, timeout=timeout)
    else:
        invocation.print_result(shown, order_view(invocation))
