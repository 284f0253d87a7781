"""A CA that lies, dawdles and breaks off: HTTPS on the loopback, each answer as a test wants it."""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from http.client import parse_headers
from pathlib import Path

from infra.local.processes.loopback import LOOPBACK

Script = Callable[[socket.socket, str, str], None]
"""Gets the connection, the method and the path."""


def answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    """A plain answer that closes the connection, with a fresh nonce."""
    all_headers = {"Content-Length": str(len(body)), "Replay-Nonce": "bm9uY2U", "Connection": "close", **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in all_headers.items())
    return f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + body


class UnrulyCa:
    """`requests` are those that came, as `POST /new-order`."""

    def __init__(self, script: Script, certificate: Path, private_key: Path) -> None:
        self._script = script
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate, private_key)
        self._socket = socket.create_server((LOOPBACK, 0))
        self.requests: list[str] = []
        self.url = f"https://{LOOPBACK}:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self) -> None:
        """Answer no more."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._talk, args=[connection], daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError), self._tls.wrap_socket(connection, server_side=True) as secured:
            with secured.makefile("rb") as stream:
                method, path, _ = stream.readline().decode().split(" ")
                headers = parse_headers(stream)
                stream.read(int(headers.get("Content-Length", "0")))  # left unread, it would reset the connection
            self.requests.append(f"{method} {path}")
            self._script(secured, method, path)
