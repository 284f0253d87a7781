"""`certkeeper cancel`: cancel an order."""

import click

from certkeeper_cli.api.paths import order_path
from certkeeper_cli.commands.options import order, scope, talks
from certkeeper_cli.invocation import Invocation
from certkeeper_cli.views.orders import order_view


@click.command()
@order
@scope()
@talks
def cancel(invocation: Invocation, *, order: str, scope: str) -> None:
    """Give an order up.

    What was presented for ORDER is removed.
    """
    cancelled = invocation.ask("DELETE", order_path(invocation, scope, order))
    invocation.tell(cancelled, order_view(invocation))
