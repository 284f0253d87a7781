"""DNS of the local world, over UDP and TCP.

Pebble from 2.10 asks over TCP only, resolvers ask over UDP, so both are served on one port number.
"""

import socketserver
import struct
import threading
from collections.abc import Callable

from infra.local.dns.answers import reply
from infra.local.dns.records import Records
from infra.local.processes.loopback import LOOPBACK, free_ports

POLL_SECONDS = 0.05


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 512  # a CA asks for all names of an order at once; socketserver's own queue has five places


class _Udp(socketserver.ThreadingUDPServer):
    daemon_threads = True


def _handlers(answer: Callable[[bytes], bytes]) -> tuple[type[socketserver.BaseRequestHandler], ...]:
    class OverTcp(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while len(length := self.rfile.read(2)) == 2:  # noqa: PLR2004 - RFC 1035, 4.2.2: two bytes of length
                wire = answer(self.rfile.read(struct.unpack("!H", length)[0]))
                self.wfile.write(struct.pack("!H", len(wire)) + wire)

    class OverUdp(socketserver.DatagramRequestHandler):
        def handle(self) -> None:
            self.wfile.write(answer(self.rfile.read()))

    return OverTcp, OverUdp


class DnsServer:
    """Serves the table on one free port of the loopback until it is stopped."""

    def __init__(self) -> None:
        self.records = Records()
        over_tcp, over_udp = _handlers(lambda query: reply(query, self.records))
        (self.port,) = free_ports(1)
        address = (LOOPBACK, self.port)
        self._servers: list[socketserver.BaseServer] = [_Tcp(address, over_tcp), _Udp(address, over_udp)]
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=[POLL_SECONDS], daemon=True).start()

    @property
    def address(self) -> str:
        """host:port, as programs take a name server."""
        return f"{LOOPBACK}:{self.port}"

    def stop(self) -> None:
        """Stop answering, over UDP and TCP."""
        for server in self._servers:
            server.shutdown()
            server.server_close()
