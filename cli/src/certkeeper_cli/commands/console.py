"""`certkeeper console`: serve the page on this machine, and sign its calls with the AWS credentials of its user."""

import logging
import signal
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import click

from certkeeper_cli.commands.options import api_options, scope
from certkeeper_cli.errors import CommandError
from certkeeper_cli.invocation import Invocation
from certkeeper_cli.terminal.screen import print_note

ENDINGS = ("SIGTERM", "SIGHUP")
"""How a console ends besides Ctrl-C: by `kill`, and with its terminal's window (Windows has no signal for that)."""


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port; a free one unless given.")
@click.option("--browser/--no-browser", default=True, help="Open the page in the browser, or only say its address.")
@scope(required=False)
@api_options
def console(invocation: Invocation, *, port: int, browser: bool, scope: str | None) -> None:
    """Open the page in the browser.

    It acts with your AWS credentials, lets in one browser of this machine, and ends with Ctrl-C. Where your policies
    are for one scope, name it with --scope.

    If another browser opens its address as well, the page ends by itself with exit status 1.
    """
    path, query = (f"/scopes/{scope}/certificates", [("limit", "1")]) if scope else ("/scopes", [])
    invocation.request("GET", path, query=query)  # says what is wrong here, rather than in the page
    from certkeeper_cli.console.opening_file import OpeningFile  # noqa: PLC0415 - for this command only, as waitress
    from certkeeper_cli.console.server import Server  # noqa: PLC0415

    logging.getLogger("waitress").setLevel(logging.ERROR)  # it would report that requests wait for a moment
    with _every_ending_as_ctrl_c(), OpeningFile() as file:
        try:
            server = Server(invocation.api, scope=scope, port=port, on_entered=file.remove)
        except OSError as reason:
            raise _port_in_use(port, reason) from None
        if browser:
            # All users of this machine can read the arguments of a process: the browser is not given the address.
            start = file.write(server.address).as_uri()
            print_note(
                f"The page opens in your browser. If none opens, or it cannot read {start}, open {server.address} "
                "yourself. It lets in one browser, once. End it with Ctrl-C."
            )
            # A browser in the terminal is waited for, and would itself wait for the server.
            Thread(target=webbrowser.open, args=[start], daemon=True).start()
        else:
            print_note(f"The page is at {server.address} for one browser, once. End it with Ctrl-C.")
        server.run()
    if server.was_opened_again:
        raise _opened_again()


def _port_in_use(port: int, reason: OSError) -> CommandError:
    return CommandError(f"port {port} cannot be used: {reason.strerror}", "choose another with --port")


def _opened_again() -> CommandError:
    return CommandError(
        "the console has ended, and nothing is signed any more: its one-time address was opened a second time, by "
        "another browser than the one that had been let in",
        "if you opened it twice yourself, start `certkeeper console` again; if not, first find out who else is on this "
        "machine (`who`, `ps aux`), and check the history of your certificates for anything that you did not do",
        (
            "Somebody else on this machine may have seen the address.",
            "Until now one of the two browsers was let in, and what it asked for was signed with your credentials.",
        ),
    )


@contextmanager
def _every_ending_as_ctrl_c() -> Iterator[None]:
    """Have other signals that end a program raise KeyboardInterrupt too, unless it was started to ignore them."""
    present = [getattr(signal, name) for name in ENDINGS if hasattr(signal, name)]
    replaced = [one for one in present if signal.getsignal(one) is signal.SIG_DFL]
    for one in replaced:
        signal.signal(one, signal.default_int_handler)
    try:
        yield
    finally:
        for one in replaced:
            signal.signal(one, signal.SIG_DFL)
