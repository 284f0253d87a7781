"""`certkeeper orders`: list the orders of a scope, or show one of them."""

import click

from certkeeper_cli.api.paths import order_path
from certkeeper_cli.commands.options import api_options, scope, wait_options
from certkeeper_cli.commands.orders.waiting import wait_until_ended
from certkeeper_cli.commands.paging import paged, pages
from certkeeper_cli.errors import UsageError
from certkeeper_cli.invocation import Invocation
from certkeeper_cli.views.orders import list_view, order_view


@click.command()
@click.argument("order", required=False, metavar="[ORDER]")
@scope(required=False)
@paged
@wait_options
@api_options
def orders(
    invocation: Invocation,
    *,
    order: str | None,
    scope: str | None,
    limit: int | None,
    cursor: str | None,
    everything: bool,
    wait_for_end: bool,
    timeout: int | None,
) -> None:
    """List the orders, or show one.

    Of one it shows what to do, what the last check saw, and the next commands. ORDER is an order's id, or a
    certificate's name for its newest order.
    """
    if order is None:
        _refuse_waiting(wait_for_end=wait_for_end)
        page = pages(invocation, "orders", scope, limit=limit, cursor=cursor, everything=everything)
        invocation.print_result(page, list_view)
        return
    _refuse_paging(paging=everything or limit is not None or cursor is not None)
    path = order_path(invocation, _known(scope), order)
    shown = invocation.request("GET", path)
    if wait_for_end:
        wait_until_ended(invocation, shown, timeout=timeout)
    else:
        invocation.print_result(shown, order_view(invocation))


def _refuse_waiting(*, wait_for_end: bool) -> None:
    if wait_for_end:
        raise UsageError("--wait is for one order", "name the ORDER")


def _refuse_paging(*, paging: bool) -> None:
    if paging:
        raise UsageError("--all, --limit and --cursor are for a list", "leave them out, or leave the ORDER out")


def _known(scope: str | None) -> str:
    """Return the scope. Raise UsageError where it is not given: an order is found in its scope only."""
    if scope is None:
        raise UsageError("the scope of the order is missing", "name it with --scope, or set CERTKEEPER_SCOPE")
    return scope
