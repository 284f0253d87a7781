"""The program `certkeeper`: its commands, and how each ends (ADR 61)."""

import os
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper

import click

from certkeeper_cli import __version__
from certkeeper_cli.commands.certificates.delete import delete
from certkeeper_cli.commands.certificates.export import export
from certkeeper_cli.commands.certificates.list_certificates import list_certificates
from certkeeper_cli.commands.certificates.renew import renew
from certkeeper_cli.commands.certificates.restore import restore
from certkeeper_cli.commands.certificates.revoke import revoke
from certkeeper_cli.commands.certificates.rollback import rollback
from certkeeper_cli.commands.certificates.show import show
from certkeeper_cli.commands.certificates.update import update
from certkeeper_cli.commands.certificates.upload import upload
from certkeeper_cli.commands.completion import completion
from certkeeper_cli.commands.console import console
from certkeeper_cli.commands.orders.cancel import cancel
from certkeeper_cli.commands.orders.issue import issue
from certkeeper_cli.commands.orders.order import order
from certkeeper_cli.commands.orders.orders import orders
from certkeeper_cli.commands.orders.verify import verify
from certkeeper_cli.commands.scopes import scopes
from certkeeper_cli.errors import INTERRUPTED, CommandError, UsageError
from certkeeper_cli.terminal.screen import print_error

NAME = "certkeeper"
COMMANDS = (
    scopes,
    order,
    verify,
    issue,
    orders,
    cancel,
    list_certificates,
    show,
    upload,
    rollback,
    export,
    renew,
    update,
    revoke,
    delete,
    restore,
    console,
    completion,
)


class OrderedGroup(click.Group):
    """A group that lists its commands in the sequence of their use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Return the names of all commands, in the sequence in which they were added; `ctx` is click's."""
        return list(self.commands)


@click.group(cls=OrderedGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name=NAME)
def certkeeper() -> None:
    """Keep TLS certificates valid: order, upload, export and renew them with your own AWS credentials.

    The API is found by the stack's name, in the region and with the credentials of your AWS profile, or by --url.
    Exit status: 0 done, 1 failure, 2 not called as it must be, 3 not yet.
    """


for _command in COMMANDS:
    certkeeper.add_command(_command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command with these arguments, print what goes wrong in a few lines, and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows ASCII only still shows every name
    try:
        status = certkeeper.main(arguments, prog_name=NAME, standalone_mode=False)
        sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        print_error(CommandError("interrupted"))
        return INTERRUPTED
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        _silence()
        return CommandError.status
    except Exception as error:  # noqa: BLE001 - nobody shall read a traceback, or a secret in one
        if isinstance(error, OSError):
            _silence()
        trouble = _as_command_error(error)
        print_error(trouble)
        return trouble.status
    return status if isinstance(status, int) else 0


def _as_command_error(error: Exception) -> CommandError:
    """Return an error with a text for a person."""
    match error:
        case CommandError():
            return error
        case click.exceptions.NoArgsIsHelpError():
            return UsageError("no command was given", f"see `{error.ctx.command_path} --help`")
        case click.UsageError():
            return _usage(error)
        case click.ClickException():
            return CommandError(error.format_message())
        case OSError():
            return CommandError(
                f"the system says: {error.strerror or type(error).__name__}", "free space on the disk, or try again"
            )
        case _:
            return _unforeseen(error)


def _usage(wrong: click.UsageError) -> UsageError:
    context = wrong.ctx.command_path if wrong.ctx else NAME
    return UsageError(" ".join(wrong.format_message().split()).rstrip("."), f"see `{context} --help`")


def _silence() -> None:
    """Send standard output to nowhere: Python flushes it once more at its end, and would report the error again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unforeseen(error: Exception) -> CommandError:
    """Return where an unforeseen error was raised, without its text, which may hold what was being worked on."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119 - a name only
    return CommandError(
        f"this is a fault in Certkeeper ({type(error).__name__} at {where})", "please report it with this text"
    )
