"""One question to several name servers side by side: over UDP, and over TCP where an answer does not fit.

`dns.query` asks one server and waits for it; a zone has four or eight, and one of them is silent now and then.
"""

from __future__ import annotations

import selectors
import socket
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import dns.exception
import dns.flags
import dns.message
import dns.query

from certkeeper.adapters.lookout.outcome import DnsFailure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dns.message import QueryMessage
    from dns.name import Name

    from certkeeper.adapters.deadline import Deadline

MAX_QUERIES_PER_NAME = 200
"""For one name. An honest one takes 10 to 30; who makes us ask more has built a maze."""
_ROUNDS = 2
"""Datagrams get lost now and then."""
_ROUND_SECONDS = 2.0
_MAX_BYTES = 65_535
_PAYLOAD = 1232
"""https://www.dnsflagday.net/2020/: what fits through any network in one piece."""


@dataclass(frozen=True, slots=True)
class NameServer:
    """A name server at one of its addresses; `host` is its name, or empty for one that was given by address."""

    host: str
    address: str
    port: int

    def __str__(self) -> str:
        """As it is shown to a person."""
        return f"{self.host} ({self.address})" if self.host else self.address


class DnsClient:
    """Asks on behalf of one look; `queries` counts what was sent."""

    def __init__(self, deadline: Deadline) -> None:
        self.queries = 0
        self.deadline = deadline

    def query(
        self, name: Name, rdtype: str, servers: Sequence[NameServer], *, recursive: bool = False
    ) -> dict[NameServer, QueryMessage | None]:
        """What each server answered, None for what is no answer; who stayed silent is missing. Raises DnsFailure."""
        query = dns.message.make_query(name, rdtype, use_edns=0, payload=_PAYLOAD)
        if not recursive:
            query.flags &= ~dns.flags.RD
        answers: dict[NameServer, QueryMessage | None] = {}
        for _ in range(_ROUNDS):
            missing = [server for server in servers if server not in answers]
            try:
                answers.update(self._round(query, missing))
            except DnsFailure:
                if not answers:  # what has come is worth something, also when the time is up
                    raise
        return answers

    def seconds(self) -> float:
        """How long the next step may take. Raises DnsFailure when the name's time is up."""
        try:
            return self.deadline.for_step()
        except TimeoutError as error:
            raise DnsFailure("no answer in time") from error

    def _round(self, query: QueryMessage, servers: Sequence[NameServer]) -> dict[NameServer, QueryMessage | None]:
        answers: dict[NameServer, QueryMessage | None] = {}
        if not servers:
            return answers
        end = time.monotonic() + min(self.seconds(), _ROUND_SECONDS)
        with ExitStack() as stack:
            waiting = self._send(query, servers, stack)
            selector = stack.enter_context(selectors.DefaultSelector())  # select itself ends at 1,024 descriptors
            for one in {one for one, _ in waiting.values()}:
                selector.register(one, selectors.EVENT_READ, one)
            while len(answers) < len(waiting) and (left := end - time.monotonic()) > 0:
                for ready, _ in selector.select(left):
                    self._receive(ready.data, query, waiting, answers)
        return answers

    def _send(
        self, query: QueryMessage, servers: Sequence[NameServer], stack: ExitStack
    ) -> dict[tuple[str, int], tuple[socket.socket, NameServer]]:
        """By the address that an answer must come from: one socket for each family, on a port that nobody knows."""
        sockets: dict[socket.AddressFamily, socket.socket] = {}
        waiting = {}
        for server in servers:
            family = socket.AF_INET6 if ":" in server.address else socket.AF_INET
            with suppress(OSError):  # no way there (IPv6 from Lambda): as silent as one that does not answer
                if family not in sockets:
                    sockets[family] = stack.enter_context(socket.socket(family, socket.SOCK_DGRAM))
                self._count()
                sockets[family].sendto(query.to_wire(), (server.address, server.port))
                waiting[server.address, server.port] = (sockets[family], server)
        return waiting

    def _receive(
        self,
        ready: socket.socket,
        query: QueryMessage,
        waiting: dict[tuple[str, int], tuple[socket.socket, NameServer]],
        answers: dict[NameServer, QueryMessage | None],
    ) -> None:
        with suppress(OSError):
            wire, source = ready.recvfrom(_MAX_BYTES)
            if source[:2] in waiting:
                server = waiting[source[:2]][1]
                answers[server] = self._whole(query, _parsed(query, wire), server)

    def _whole(self, query: QueryMessage, answer: QueryMessage | None, server: NameServer) -> QueryMessage | None:
        if answer is None or not answer.flags & dns.flags.TC:
            return answer
        self._count()
        with suppress(dns.exception.DNSException, OSError, EOFError):
            return cast("QueryMessage", dns.query.tcp(query, server.address, self.seconds(), server.port))
        return None

    def _count(self) -> None:
        self.queries += 1
        if self.queries > MAX_QUERIES_PER_NAME:
            raise DnsFailure(f"more than {MAX_QUERIES_PER_NAME} questions, and no end")


def _parsed(query: QueryMessage, wire: bytes) -> QueryMessage | None:
    """None for what is no answer to the question."""
    try:
        answer = dns.message.from_wire(wire)
    except (dns.exception.DNSException, ValueError):
        return None
    return cast("QueryMessage", answer) if query.is_response(answer) else None
