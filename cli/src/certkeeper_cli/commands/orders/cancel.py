"""`certkeeper cancel`: cancel an order."""

import click

from certkeeper_cli.api.paths import order_path
from certkeeper_cli.commands.options import api_options, order, scope
from certkeeper_cli.invocation import Invocation
from certkeeper_cli.views.orders import order_view


@click.command()
@order
@scope()
@api_options
def cancel(invocation: Invocation, *, order: str, scope: str) -> None:
    """Cancel an order.

    DNS records that Certkeeper set for ORDER are removed.
    """
    cancelled = invocation.request("DELETE", order_path(invocation, scope, order))
    invocation.print_result(cancelled, order_view(invocation))
