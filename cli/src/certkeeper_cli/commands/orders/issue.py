"""`certkeeper issue`: have the CA issue the certificate of an order, the last of the manual steps."""

import click

from certkeeper_cli.api.paths import order_path
from certkeeper_cli.commands.options import idempotency_key, order, scope, talks, waits
from certkeeper_cli.commands.orders.steps import taking_turns
from certkeeper_cli.commands.orders.waiting import see_through
from certkeeper_cli.invocation import Invocation, new_key
from certkeeper_cli.views.orders import order_view
from certkeeper_cli.words import OrderAction


@click.command()
@order
@scope()
@waits
@idempotency_key
@talks
def issue(
    invocation: Invocation,
    *,
    order: str,
    scope: str,
    wait_for_end: bool,
    timeout: int | None,
    idempotency_key: str | None,
) -> None:
    """Have an order issued, once its names are verified."""
    path = order_path(invocation, scope, order)
    with taking_turns(later=(OrderAction.VERIFY, OrderAction.CANCEL)):
        shown = invocation.ask("POST", f"{path}/issuance", idempotency_key=idempotency_key or new_key())
    if wait_for_end:
        see_through(invocation, shown, timeout=timeout)
    else:
        invocation.tell(shown, order_view(invocation))
