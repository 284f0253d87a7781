"""A name server that answers what a test wants, over UDP and TCP."""

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress

import dns.message

from infra.local.processes.loopback import LOOPBACK

Script = Callable[[dns.message.Message, bool], bytes | None]
"""Gets the question and whether it came over TCP; gives the answer in wire format, or None for silence."""


class ScriptedNameServer:
    """Serves until it is stopped."""

    def __init__(self, script: Script, host: str = LOOPBACK, port: int = 0) -> None:
        self._script = script
        self._tcp = socket.create_server((host, port))
        self.port: int = self._tcp.getsockname()[1]
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind((host, self.port))
        self.address = f"{host}:{self.port}"
        for serve in (self._over_udp, self._over_tcp):
            threading.Thread(target=serve, daemon=True).start()

    def stop(self) -> None:
        """Answer no more."""
        for one in (self._tcp, self._udp):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _over_udp(self) -> None:
        with suppress(OSError):
            while True:
                wire, client = self._udp.recvfrom(65_536)
                if not wire:  # shut down
                    return
                if answer := self._script(dns.message.from_wire(wire), False):  # noqa: FBT003 - a script's own form
                    self._udp.sendto(answer, client)

    def _over_tcp(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._tcp.accept()
                with connection, connection.makefile("rb") as stream:
                    (length,) = struct.unpack("!H", stream.read(2))
                    if answer := self._script(dns.message.from_wire(stream.read(length)), True):  # noqa: FBT003
                        connection.sendall(struct.pack("!H", len(answer)) + answer)
