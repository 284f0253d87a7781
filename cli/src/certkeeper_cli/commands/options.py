"""Options and arguments that several commands have, as decorators of a command."""

import functools
from collections.abc import Callable, Sized
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from certkeeper_cli.api.refusals import RefusedError
from certkeeper_cli.commands.own_words import name_reasons
from certkeeper_cli.commands.parameter_types import EXAMPLE_DAYS, KEY, REGION, SCOPE, Days
from certkeeper_cli.errors import UsageError
from certkeeper_cli.invocation import ApiOptions, Invocation
from certkeeper_cli.words import BUILT_IN_SCOPE

STACK = "certkeeper"
"""The stack's name in samconfig.toml."""

Command = TypeVar("Command", bound=Callable[..., Any])
LOCATION = ("url", "profile", "region", "stack")


def api_options(function: Callable[..., None]) -> Callable[..., None]:
    """Return the function as a command that takes where the API is and how to print, and gets them as an Invocation.

    The command raises UsageError where the options exclude each other, and RefusedError in its own words.
    """

    @click.option("--url", envvar="CERTKEEPER_URL", help="The API's URL with its stage, in place of a stack's name.")
    @click.option("--profile", help="The AWS profile to act as, in place of the one that the environment names.")
    @click.option("--region", type=REGION, help="The AWS region of the stack, in place of the profile's.")
    @click.option("--stack", envvar="CERTKEEPER_STACK", default=STACK, show_default=True, help="The stack's name.")
    @click.option(
        "--output",
        "-o",
        envvar="CERTKEEPER_OUTPUT",
        type=click.Choice(["table", "json"]),
        default="table",
        show_default=True,
        help="A table for a person, or the API's document as JSON.",
    )
    @functools.wraps(function)
    def run(**options: Any) -> None:  # noqa: ANN401 - click's
        location = ApiOptions(*(options.pop(name) for name in LOCATION))
        given = _given(location)
        if "--url" in given and "--stack" in given:
            raise UsageError("--url and --stack both say where the API is", "give one of them")
        invocation = Invocation(location, options.pop("output"), given)
        try:
            function(invocation, **options)
        except RefusedError as refused:
            name_reasons(refused, invocation.command_line)
            raise

    return run


def _given(location: ApiOptions) -> list[str]:
    """Return the options of `location` that were typed, to repeat them in a command; the environment stays as it is."""
    context = click.get_current_context()
    typed = [name for name in LOCATION if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    return [word for name in typed for word in (f"--{name}", str(getattr(location, name)))]


def scope(*, required: bool = True) -> Callable[[Command], Command]:
    """Return a decorator that adds the option --scope."""
    one = f"The scope; `{BUILT_IN_SCOPE}` is built in."
    return click.option(
        "--scope",
        "-s",
        envvar="CERTKEEPER_SCOPE",
        type=SCOPE,
        required=required,
        help=one if required else "The scope; all that you may see unless given.",
    )


def certificate(function: Command) -> Command:
    """Return the function with the argument CERTIFICATE: an id, or a certificate's name in its scope."""
    return click.argument("certificate", metavar="CERTIFICATE")(function)


def order(function: Command) -> Command:
    """Return the function with the argument ORDER: an id, or a certificate's name for its newest order."""
    return click.argument("order", metavar="ORDER")(function)


def idempotency_key(function: Command) -> Command:
    """Return the function with the option --idempotency-key."""
    return click.option(
        "--idempotency-key", type=KEY, help="A command that is repeated with the same key changes nothing again."
    )(function)


def password_fd(function: Command) -> Command:
    """Return the function with the option --password-fd, the number of a file descriptor.

    There is no option for a password itself: all processes of a machine can see arguments.
    """
    return click.option(
        "--password-fd",
        type=click.IntRange(min=0),
        metavar="N",
        help="Read the password from this file descriptor; else from CERTKEEPER_PASSWORD, else ask for it.",
    )(function)


def wait_options(function: Command) -> Command:
    """Return the function with the options --wait and --timeout (seconds)."""
    for option in (
        click.option(
            "--timeout",
            type=click.IntRange(min=1),
            metavar="SECONDS",
            callback=_only_with_wait,
            help="How long to wait at most; with --wait.",
        ),
        click.option(
            "--wait",
            "wait_for_end",
            is_flag=True,
            is_eager=True,
            help="Wait, and show the progress, until it is issued or has failed.",
        ),
    ):
        function = option(function)
    return function


def _only_with_wait(context: click.Context, _: click.Parameter, seconds: int | None) -> int | None:
    """Return the seconds. Raise UsageError without --wait, which click has read before because it is eager."""
    if seconds is not None and not context.params["wait_for_end"]:
        raise UsageError("--timeout is for --wait", "give both, or neither")
    return seconds


def notices(function: Command) -> Command:
    """Return the function with the options --notices and --notice-days."""
    for option in (
        click.option("--notice-days", type=Days(), metavar="DAYS", help=f"Days before the end, as {EXAMPLE_DAYS}."),
        click.option(
            "--notices/--no-notices", "notices_enabled", default=None, help="Send notices to administrators, or not."
        ),
    ):
        function = option(function)
    return function


def yes_option(function: Command) -> Command:
    """Return the function with the option --yes, which leaves the question out."""
    return click.option("--yes", "-y", is_flag=True, help="Do not ask for confirmation.")(function)


def refuse_no_setting(changes: Sized, command: str) -> None:
    """Raise UsageError where the changes of a command have none."""
    if not changes:
        raise UsageError("no setting was given", f"see `certkeeper {command} --help`")
