"""One DNS query to several name servers side by side: over UDP, and over TCP if an answer does not fit (ADR 35).

`dns.query` asks one server and waits for it. A zone has four or eight, and sometimes one of them does not answer.
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
"""An ordinary name takes 10 to 30. DNS zones that need more are made to keep clients busy."""
_ROUNDS = 2
"""Datagrams get lost sometimes, so a server that did not answer is asked once more."""
_ROUND_SECONDS = 2.0
"""How long one round waits for answers."""
_MAX_BYTES = 65_535
"""The longest datagram (RFC 768: the length has 16 bits)."""
_PAYLOAD = 1232
"""The largest UDP answer that a query allows, in bytes: any network carries it in one piece
(https://www.dnsflagday.net/2020/).
"""


@dataclass(frozen=True, slots=True)
class NameServer:
    """A name server at one of its addresses. `host` is its name, or empty if only the address is known."""

    host: str
    address: str
    port: int

    def __str__(self) -> str:
        """Return the server in the form in which a person is shown it."""
        return f"{self.host} ({self.address})" if self.host else self.address


class DnsClient:
    """DNS queries on behalf of one check; `queries` counts those that were sent."""

    def __init__(self, deadline: Deadline) -> None:
        self.queries = 0
        self.deadline = deadline

    def query(
        self, name: Name, rdtype: str, servers: Sequence[NameServer], *, recursive: bool = False
    ) -> dict[NameServer, QueryMessage | None]:
        """Send a query for the records of a name to all servers, and return the answer of each.

        An answer is None if it cannot be read; servers that did not answer are missing. `rdtype` is the record type, as
        `TXT`, and `recursive` asks a resolver. Raises DnsFailure if the time is used up or there are too many queries.
        """
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
        """Return how many seconds the next step may take; raise DnsFailure if the name's time is used up."""
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
        """Send the query and return the socket and the server by the address that an answer must come from.

        There is one socket for each address family, on a port that nobody can guess.
        """
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
            raise DnsFailure(f"more than {MAX_QUERIES_PER_NAME} DNS queries were needed")


def _parsed(query: QueryMessage, wire: bytes) -> QueryMessage | None:
    """Return the answer in a datagram, or None if it does not answer the query."""
    try:
        answer = dns.message.from_wire(wire)
    except (dns.exception.DNSException, ValueError):
        return None
    return cast("QueryMessage", answer) if query.is_response(answer) else None
