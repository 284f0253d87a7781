"""The server: waitress on the loopback, with a few threads and nothing written to disk."""

from __future__ import annotations

import secrets
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from waitress.server import create_server
from waitress.wasyncore import close_all

from certkeeper_cli.console.admission import Admission
from certkeeper_cli.console.application import Application
from certkeeper_cli.console.checks import MOST_BYTES
from certkeeper_cli.console.files import read_files

if TYPE_CHECKING:
    from certkeeper_cli.console.proxy import CallsApi

LOOPBACK = "127.0.0.1"
THREADS = 8
"""A browser opens six connections to a host."""
MOST_CONNECTIONS = 64
CUT_OFF = 4 * MOST_BYTES
"""From here on the connection is closed, not read; a body between the two limits is answered, with the reason."""
IN_MEMORY = 16 * MOST_BYTES
"""Above it waitress would buffer on disk: no body, and so no key, is ever as large."""


class Server:
    """A console for one browser; bound as soon as it is made, it answers while `run` runs."""

    def __init__(self, api: CallsApi, *, scope: str | None = None, port: int = 0) -> None:
        """`scope` is the one of a person who may not list them; port 0 takes one that is free.

        Raises OSError where the port is taken.
        """
        listening = socket.create_server((LOOPBACK, port))
        host = f"{LOOPBACK}:{listening.getsockname()[1]}"
        application = Application(api, Admission(secrets.token_urlsafe), read_files(), host, scope=scope)
        self.address = application.address
        self._sockets: dict[int, object] = {}
        self._waitress = create_server(
            application,
            map=self._sockets,
            sockets=[listening],
            threads=THREADS,
            connection_limit=MOST_CONNECTIONS,
            max_request_body_size=CUT_OFF,
            inbuf_overflow=IN_MEMORY,
            outbuf_overflow=IN_MEMORY,
            ident=None,
        )

    def run(self) -> None:
        """Answer until Ctrl-C, or until `stop` is called."""
        try:
            self._waitress.run()
        finally:
            self._waitress.task_dispatcher.shutdown()

    def stop(self) -> None:
        """Have `run` return, from another thread; again, nothing happens."""
        if not self._sockets:
            return
        # A request that ends at this moment wakes the loop too, which may then have closed everything before us.
        with suppress(OSError):
            self._waitress.trigger.pull_trigger(lambda: close_all(self._sockets))
