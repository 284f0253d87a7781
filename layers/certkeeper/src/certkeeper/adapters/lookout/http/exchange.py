"""One GET to one address, bounded in bytes and time whatever the server does (ADR 11).

The standard library's parser reads from a socket that is opened here. A client library would resolve the name again,
and could be led elsewhere (DNS rebinding), and its timeouts begin anew with each byte.
"""

from __future__ import annotations

import io
import socket
import ssl
from dataclasses import dataclass
from functools import cache
from http.client import HTTPResponse
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from certkeeper.adapters.deadline import Deadline
    from certkeeper.adapters.lookout.http.addresses import Address
    from certkeeper.adapters.lookout.http.target import Target

MAX_RESPONSE_BYTES = 65_536
"""The most bytes of a response, with its headers. Web servers send 16 KB of headers at most."""
USER_AGENT = "Mozilla/5.0 (compatible; Certkeeper checking its ACME challenge)"
"""The User-Agent of checks, in the form of Let's Encrypt's own, so that filters treat both alike."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The status, the Location header, and the beginning of the body, as much as was asked for."""

    status: int
    location: str
    body: bytes


def connect(target: Target, address: Address, deadline: Deadline) -> socket.socket:
    """Return a connection to exactly this address, at the target's port, within the deadline.

    Raises OSError if there is none.
    """
    return socket.create_connection((str(address), target.port), deadline.for_step())


def get(connection: socket.socket, target: Target, deadline: Deadline, max_body_bytes: int) -> Reply:
    """Send one GET for the target over the connection and return the reply.

    The body is cut after `max_body_bytes`. Raises OSError, http.client.HTTPException or ValueError, also when the
    deadline has passed.
    """
    if target.scheme == "http":
        return _converse(connection, target, deadline, max_body_bytes)
    connection.settimeout(deadline.for_step())
    with _tls().wrap_socket(connection, server_hostname=target.host) as secured:
        return _converse(secured, target, deadline, max_body_bytes)


def _converse(connection: socket.socket, target: Target, deadline: Deadline, max_body_bytes: int) -> Reply:
    connection.settimeout(deadline.for_step())
    connection.sendall(
        f"GET {target.path} HTTP/1.1\r\nHost: {target.host_header}\r\nUser-Agent: {USER_AGENT}\r\n"
        "Accept: */*\r\nConnection: close\r\n\r\n".encode("ascii")
    )
    with HTTPResponse(cast("socket.socket", _Readable(connection, deadline)), method="GET") as response:
        response.begin()
        return Reply(response.status, response.getheader("Location", ""), response.read(max_body_bytes))


class _Readable:
    """The part of a socket that the parser uses."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._raw = _Bounded(connection, deadline)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return the connection as a file."""
        return io.BufferedReader(self._raw)


class _Bounded(io.RawIOBase):
    """A stream that checks the deadline before every read, and counts the bytes."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection = connection
        self._deadline = deadline
        self._left = MAX_RESPONSE_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # narrower than any buffer
        if self._left <= 0:
            raise ValueError("more bytes than a response may have")
        self._connection.settimeout(self._deadline.for_step())
        count = self._connection.recv_into(buffer)
        self._left -= count
        return count


@cache
def _tls() -> ssl.SSLContext:
    """Return a context that verifies nothing, as the CA does it: the site may wait for its first certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
