"""`certkeeper console`: the page, served here and signed as you."""

import logging
import webbrowser
from threading import Thread

import click

from certkeeper_cli.invocation import Invocation
from certkeeper_cli.options import scope, talks
from certkeeper_cli.screen import note
from certkeeper_cli.trouble import Trouble


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port; a free one unless given.")
@click.option("--browser/--no-browser", default=True, help="Open the address in the browser, or only say it.")
@scope(required=False)
@talks
def console(invocation: Invocation, *, port: int, browser: bool, scope: str | None) -> None:
    """Open the page in the browser.

    It acts with your AWS credentials, lets in one browser of this machine, and ends with Ctrl-C. Where your policies
    are for one scope, name it with --scope.
    """
    path, query = (f"/scopes/{scope}/certificates", [("limit", "1")]) if scope else ("/scopes", [])
    invocation.ask("GET", path, query=query)  # says what is wrong here, rather than in the page
    from certkeeper_cli.console.server import Server  # noqa: PLC0415 - waitress is for this command only

    logging.getLogger("waitress").setLevel(logging.ERROR)  # that requests queue for a moment is no news for a person
    try:
        server = Server(invocation.api, scope=scope, port=port)
    except OSError as reason:
        raise Trouble(f"port {port} cannot be had: {reason.strerror}", "choose another with --port") from None
    note(f"The page is at {server.address} for one browser, once. End it with Ctrl-C.")
    if browser:
        # A browser in the terminal is waited for, and would itself wait for the server.
        Thread(target=webbrowser.open, args=[server.address], daemon=True).start()
    server.run()
