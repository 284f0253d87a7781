"""The server: waitress on the loopback, with a few threads and nothing written to disk (ADR 65)."""

from __future__ import annotations

import secrets
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from waitress.server import create_server
from waitress.wasyncore import close_all, loop

from certkeeper_cli.console.admission import Admission
from certkeeper_cli.console.application import Application
from certkeeper_cli.console.files import read_files
from certkeeper_cli.words import MAX_UPLOAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper_cli.console.proxy import CallsApi

LOOPBACK = "127.0.0.1"
THREADS = 8
"""A browser opens six connections to a host."""
MAX_CONNECTIONS = 64
MAX_ROUND_SECONDS = 1
"""waitress's own (`asyncore_loop_timeout`): how long it waits before it closes idle connections."""
CUT_OFF = 4 * MAX_UPLOAD_BYTES
"""From here on the connection is closed, not read; a body between the two limits is answered, with the reason."""
IN_MEMORY = 16 * MAX_UPLOAD_BYTES
"""Above it waitress would buffer on disk: no body, and so no key, is ever as large."""


class Server:
    """A console for one browser: its address is known as soon as it is made, and it answers while `run` runs."""

    def __init__(
        self,
        api: CallsApi,
        *,
        scope: str | None = None,
        port: int = 0,
        on_entered: Callable[[], None] = lambda: None,
    ) -> None:
        """`scope` is the one of a person who may not list them; port 0 takes a free one.

        `on_entered` is called once, before the browser that is let in has its answer. Raise OSError where the port is
        taken.
        """
        listening = socket.create_server((LOOPBACK, port))
        host = f"{LOOPBACK}:{listening.getsockname()[1]}"
        self._admission = Admission(secrets.token_urlsafe, on_entered)
        application = Application(api, self._admission, read_files(), host, scope=scope)
        self.address = application.address
        self._sockets: dict[int, object] = {}
        self._waitress = create_server(
            application,
            map=self._sockets,
            sockets=[listening],
            threads=THREADS,
            connection_limit=MAX_CONNECTIONS,
            max_request_body_size=CUT_OFF,
            inbuf_overflow=IN_MEMORY,
            outbuf_overflow=IN_MEMORY,
            ident=None,
        )

    def run(self) -> None:
        """Answer requests until Ctrl-C, until `stop` is called, or until the address was opened a second time."""
        workers = self._waitress.task_dispatcher
        try:
            with suppress(KeyboardInterrupt, SystemExit):
                # The end of each request wakes the loop: it sees at once that one of them has ended the console.
                while self._sockets and not self.was_opened_again:
                    loop(MAX_ROUND_SECONDS, map=self._sockets, count=1)
        finally:
            workers.shutdown()  # each ends the answer that it is at
            if not workers.threads:  # one that hangs in a call of the API would go on to use what is closed here
                close_all(self._sockets)

    @property
    def was_opened_again(self) -> bool:
        """Whether a second browser has opened the address; nothing is signed any more from then on."""
        return self._admission.has_ended

    def stop(self) -> None:
        """Have `run` return; another thread may call it, and again."""
        if not self._sockets:
            return
        # A request that ends at this moment wakes the loop too, which may then have closed everything already.
        with suppress(OSError):
            self._waitress.trigger.pull_trigger(lambda: close_all(self._sockets))
