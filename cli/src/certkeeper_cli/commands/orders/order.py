"""`certkeeper order`: order a certificate, and show what to do for it."""

import click

from certkeeper_cli.commands.options import api_options, idempotency_key, scope, wait_options
from certkeeper_cli.commands.orders.waiting import wait_until_ended, wait_until_opened
from certkeeper_cli.commands.parameter_types import explained, one_of
from certkeeper_cli.invocation import Document, Invocation, new_idempotency_key
from certkeeper_cli.words import (
    CHALLENGE_HINTS,
    DEFAULT_KEY_TYPE,
    SOLVER_HINTS,
    ChallengeType,
    KeyType,
    Solver,
    Steps,
)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@scope()
@click.option("--name", help="The certificate's name in Certkeeper; the first NAME unless given.")
@click.option(
    "--challenge",
    type=one_of(ChallengeType),
    help=explained("How the CA verifies that you control the names.", CHALLENGE_HINTS),
)
@click.option(
    "--solver",
    type=one_of(Solver),
    help=explained("Who sets the DNS records of dns-01; the scope's solver unless given.", SOLVER_HINTS),
)
@click.option("--ca-profile", help="The CA's profile; the scope's unless given.")
@click.option("--key-type", type=one_of(KeyType), help=f"{DEFAULT_KEY_TYPE} unless given.")
@click.option("--manual", is_flag=True, help="Wait for `verify` and `issue` instead of going on automatically.")
@wait_options
@idempotency_key
@api_options
def order(  # noqa: PLR0913 - an option each
    invocation: Invocation,
    *,
    names: tuple[str, ...],
    scope: str,
    name: str | None,
    challenge: str | None,
    solver: str | None,
    ca_profile: str | None,
    key_type: str | None,
    manual: bool,
    wait_for_end: bool,
    timeout: int | None,
    idempotency_key: str | None,
) -> None:
    """Order a certificate, and show what to do for it.

    The file to serve or the record to set is shown for each NAME. With --wait the command waits for the end; Ctrl-C
    leaves the order running.
    """
    wishes = {
        "certificate_name": name,
        "challenge": challenge,
        "solver": solver,
        "profile": ca_profile,
        "key_type": key_type,
        "steps": Steps.MANUAL if manual else None,
    }
    document: Document = {"names": list(names), **{field: wish for field, wish in wishes.items() if wish is not None}}
    path = f"/scopes/{scope}/orders"
    print_placed_order(
        invocation,
        invocation.request("POST", path, document, idempotency_key=idempotency_key or new_idempotency_key()),
        wait_for_end=wait_for_end,
        timeout=timeout,
    )


def print_placed_order(invocation: Invocation, placed: Document, *, wait_for_end: bool, timeout: float | None) -> None:
    """Print an order that was placed: after its end, or as soon as it says what to do. The invocation reads it."""
    if wait_for_end:
        wait_until_ended(invocation, placed, timeout=timeout)
    else:
        wait_until_opened(invocation, placed)
