"""Options and arguments that commands share, and what they may be."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from certkeeper_cli.commands.parameter_types import EXAMPLE_DAYS, KEY, REGION, SCOPE, Days
from certkeeper_cli.errors import UsageTrouble
from certkeeper_cli.invocation import Choice, Invocation
from certkeeper_cli.words import BUILT_IN_SCOPE

STACK = "certkeeper"
"""The stack's name in samconfig.toml."""

Command = TypeVar("Command", bound=Callable[..., Any])
LOCATION = ("url", "profile", "region", "stack")


def talks(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that all have; it gets an Invocation first."""

    @click.option("--url", envvar="CERTKEEPER_URL", help="The API's URL with its stage, in place of a stack's name.")
    @click.option("--profile", help="The AWS profile to act as, in place of what the environment says.")
    @click.option("--region", type=REGION, help="The AWS region of the stack, in place of the profile's.")
    @click.option("--stack", envvar="CERTKEEPER_STACK", default=STACK, show_default=True, help="The stack's name.")
    @click.option(
        "--output",
        "-o",
        envvar="CERTKEEPER_OUTPUT",
        type=click.Choice(["table", "json"]),
        default="table",
        show_default=True,
        help="For a person, or the API's document.",
    )
    @functools.wraps(function)
    def run(**options: Any) -> None:  # noqa: ANN401 - click's
        choice = Choice(*(options.pop(name) for name in LOCATION))
        given = _given(choice)
        if "--url" in given and "--stack" in given:
            raise UsageTrouble("--url and --stack both say where the API is", "choose one")
        function(Invocation(choice, options.pop("output"), given), **options)

    return run


def _given(choice: Choice) -> list[str]:
    """The flags of the choice that the person has typed: what the environment says it says again."""
    context = click.get_current_context()
    typed = [name for name in LOCATION if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    return [word for name in typed for word in (f"--{name}", str(getattr(choice, name)))]


def scope(*, required: bool = True) -> Callable[[Command], Command]:
    """The scope that things are in."""
    return click.option(
        "--scope",
        "-s",
        envvar="CERTKEEPER_SCOPE",
        type=SCOPE,
        required=required,
        help=f"The scope; `{BUILT_IN_SCOPE}` is built in."
        if required
        else "The scope; all that you may see unless given.",
    )


def certificate(function: Command) -> Command:
    """One certificate."""
    return click.argument("certificate", metavar="CERTIFICATE")(function)


def order(function: Command) -> Command:
    """One order."""
    return click.argument("order", metavar="ORDER")(function)


def idempotency_key(function: Command) -> Command:
    """The key that makes a repetition harmless."""
    return click.option(
        "--idempotency-key", type=KEY, help="Repeating a command with the same key does nothing twice."
    )(function)


def password_fd(function: Command) -> Command:
    """Where the password comes from; never an argument, which every process of the machine can see."""
    return click.option(
        "--password-fd",
        type=click.IntRange(min=0),
        metavar="N",
        help="Read the password from this file descriptor; else from CERTKEEPER_PASSWORD, else by prompt.",
    )(function)


def waits(function: Command) -> Command:
    """Whether to stay until the order has ended, and for how long."""
    for option in (
        click.option(
            "--timeout",
            type=click.IntRange(min=1),
            metavar="SECONDS",
            callback=_only_with_wait,
            help="How long to wait at the most; with --wait.",
        ),
        click.option(
            "--wait",
            "wait_for_end",
            is_flag=True,
            is_eager=True,
            help="Stay and show, until it is issued or has failed.",
        ),
    ):
        function = option(function)
    return function


def _only_with_wait(context: click.Context, _: click.Parameter, seconds: int | None) -> int | None:
    """The seconds, or a UsageTrouble where nothing waits: --wait is eager, so that it is known here."""
    if seconds is not None and not context.params["wait_for_end"]:
        raise UsageTrouble("--timeout is for --wait", "give both, or neither")
    return seconds


def notices(function: Command) -> Command:
    """Whether and when administrators hear of it before its end."""
    for option in (
        click.option("--notice-days", type=Days(), metavar="DAYS", help=f"Days before the end, as {EXAMPLE_DAYS}."),
        click.option("--notices/--no-notices", "notices_enabled", default=None, help="Tell administrators, or not."),
    ):
        function = option(function)
    return function


def sure(function: Command) -> Command:
    """Whether to go without asking."""
    return click.option("--yes", "-y", is_flag=True, help="Do not ask.")(function)
