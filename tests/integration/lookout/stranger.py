"""A web server that says whatever a test wants, byte by byte."""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress

from infra.local.processes.loopback import LOOPBACK

Behaviour = Callable[[socket.socket, str], None]
"""Gets the connection and the path that was asked for."""


def answer(status: str, body: str | bytes = "", **headers: str) -> bytes:
    """A plain HTTP answer."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *lines))
    return f"{head}\r\n\r\n".encode() + content


class Stranger:
    """Listens on the loopback; each connection is handed to the behaviour, in a thread of its own."""

    def __init__(self, behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[str] = []
        self._behaviour = behaviour
        self._tls = tls
        self._socket = socket.create_server((LOOPBACK, 0), backlog=128)
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self) -> None:
        """Listen no more."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._talk, args=[connection], daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError), self._secured(connection) as secured:
            request = secured.recv(65_536).decode("latin-1")
            self.requests.append(request)
            self._behaviour(secured, request.split(" ")[1])

    def _secured(self, connection: socket.socket) -> socket.socket:
        return self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
