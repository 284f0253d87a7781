"""`certkeeper verify`: check whether the challenges of an order are in place, and have the CA validate them."""

from collections.abc import Iterator

import click
from rich.console import RenderableType

from certkeeper_cli.api.paths import order_path
from certkeeper_cli.commands.options import api_options, idempotency_key, order, scope, wait_options
from certkeeper_cli.commands.orders.early_step import early_step_is_not_yet
from certkeeper_cli.commands.orders.waiting import wait_until_ended
from certkeeper_cli.commands.parameter_types import explained, one_of
from certkeeper_cli.errors import NotYetError
from certkeeper_cli.invocation import Document, Invocation, new_idempotency_key
from certkeeper_cli.terminal.blocks import line
from certkeeper_cli.views.orders import findings_view
from certkeeper_cli.words import CHALLENGE_HINTS, ChallengeType, OrderAction, VerificationOutcome


@click.command()
@order
@scope()
@click.option(
    "--challenge",
    type=one_of(ChallengeType),
    help=explained("Choose or change the challenge, until the CA has been asked.", CHALLENGE_HINTS),
)
@wait_options
@idempotency_key
@api_options
def verify(
    invocation: Invocation,
    *,
    order: str,
    scope: str,
    challenge: str | None,
    wait_for_end: bool,
    timeout: int | None,
    idempotency_key: str | None,
) -> None:
    """Check whether an order's names are in place.

    If all names of ORDER are, the CA is asked to validate them. Exits with 3 if something is missing, and shows what
    was expected and seen.
    """
    path = order_path(invocation, scope, order)
    document = {"challenge": challenge} if challenge else {}
    with early_step_is_not_yet(later=(OrderAction.VERIFY, OrderAction.CANCEL)):
        checked = invocation.request(
            "POST", f"{path}/verification", document, idempotency_key=idempotency_key or new_idempotency_key()
        )
    if wait_for_end and checked.get("outcome") == VerificationOutcome.READY:
        wait_until_ended(invocation, invocation.request("GET", path), timeout=timeout)
        return
    invocation.print_result(checked, _verification)
    _require_ready(checked)


def _require_ready(checked: Document) -> None:
    """Raise NotYetError where something is missing."""
    if checked.get("outcome") != VerificationOutcome.READY:
        again = f"verify again after {checked.get('next_verify_at')}"
        raise NotYetError("not all is in place; the CA has not been asked", again)


def _verification(checked: Document) -> Iterator[RenderableType]:
    yield from findings_view(checked["findings"])
    if checked["outcome"] == VerificationOutcome.READY:
        yield line("All is in place. The CA is being asked to validate it.")
