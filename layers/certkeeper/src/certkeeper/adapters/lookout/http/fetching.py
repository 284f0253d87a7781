"""Fetching one URL for a check: the addresses of its host, checked, and the reply of the server there (ADR 11)."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from ipaddress import IPv4Address, ip_address
from typing import TYPE_CHECKING

from certkeeper.adapters.lookout.dns.verdicts import unanswered
from certkeeper.adapters.lookout.http import verdicts
from certkeeper.adapters.lookout.http.addresses import connection_order, is_public
from certkeeper.adapters.lookout.http.exchange import connect, get
from certkeeper.adapters.lookout.http.target import is_address
from certkeeper.adapters.lookout.outcome import DnsFailure, NotReady
from certkeeper.domain.dns.findings import FindingCode

if TYPE_CHECKING:
    import socket

    from certkeeper.adapters.deadline import Deadline
    from certkeeper.adapters.lookout.dns.dns_client import DnsClient
    from certkeeper.adapters.lookout.dns.resolver import Resolver
    from certkeeper.adapters.lookout.http.addresses import Address
    from certkeeper.adapters.lookout.http.exchange import Reply
    from certkeeper.adapters.lookout.http.target import Limits, Target


MAX_BODY_BYTES = 128
"""Let's Encrypt's `maxResponseSize`. A key authorization has 87 characters."""

_BUSY = frozenset({429, 500, 503})
"""Statuses of Certkeeper's own responder where API Gateway throttles it, has failed, or could not read the table."""
_MAX_REPEATS = 3
"""The most repeats of a request to a busy server."""


@dataclass(frozen=True, slots=True)
class FetchContext:
    """The means and the record of one check. `contacted` are the hosts and addresses that answered, in their order.

    With `only_v4` the IPv4 addresses are used if there are any.
    """

    resolver: Resolver
    limits: Limits
    dns_client: DnsClient
    only_v4: bool = False
    contacted: list[tuple[str, Address]] = field(default_factory=list)


def fetch_with_retries(target: Target, context: FetchContext) -> Reply:
    """Return the reply of a target; a server that is busy for a moment is asked again, a little later each time.

    If a repeat brings none, the reply that came counts. Raises NotReady if there is none; `context` says which
    addresses are allowed.
    """
    reply = _fetch(target, context)
    for repeat in range(1, _MAX_REPEATS + 1):
        if reply.status not in _BUSY:
            break
        with suppress(TimeoutError, NotReady):
            context.dns_client.deadline.pause(repeat)
            reply = _fetch(target, context)
    return reply


def _fetch(target: Target, context: FetchContext) -> Reply:
    address = None
    try:
        allowed = reachable_addresses(target.host, context.resolver, context.limits, context.dns_client)
        v4 = tuple(one for one in allowed if isinstance(one, IPv4Address))
        candidates = connection_order(v4 if context.only_v4 and v4 else allowed)
        address = candidates[-1]
        connection, address = _first_that_connects(target, candidates, context.dns_client.deadline)
        context.contacted.append((target.host, address))
        with connection:
            return get(connection, target, context.dns_client.deadline, MAX_BODY_BYTES)
    except (OSError, HTTPException, ValueError) as error:
        raise _trouble(target, address, error) from error


def reachable_addresses(host: str, resolver: Resolver, limits: Limits, dns_client: DnsClient) -> tuple[Address, ...]:
    """Return the addresses of a host that a check may connect to; the connection is made to exactly these.

    `resolver` and `dns_client` find them, and `limits` says whether private ones are allowed. Raises NotReady if there
    are none.
    """
    try:
        found = (ip_address(host),) if is_address(host) else resolver.addresses(host, dns_client)
    except DnsFailure as failure:
        raise unanswered(host, failure) from failure
    if not found:
        raise verdicts.no_address(host)
    allowed = tuple(address for address in found if limits.allow_private or is_public(address))
    if not allowed:
        raise verdicts.private_address(host, found)
    return allowed


def _first_that_connects(
    target: Target, candidates: tuple[Address, ...], deadline: Deadline
) -> tuple[socket.socket, Address]:
    for address in candidates[:-1]:
        try:
            return connect(target, address, deadline), address
        except OSError:
            continue
    return connect(target, candidates[-1], deadline), candidates[-1]


def _trouble(target: Target, address: Address | None, error: Exception) -> NotReady:
    """Return the finding for a connection that failed, or a reply that is none: why, and what a person can change."""
    at = f"port {target.port} of {target.host}" + (f" ({address})" if address else "")
    match error:
        case TimeoutError():
            advice = f"make {at} reachable from the whole internet: a firewall or a filter by country may be in the way"
            return NotReady(FindingCode.TIMEOUT, f"no answer in time from {at}", advice)
        case ConnectionRefusedError():
            advice = f"start the web server on {at}, or open the port: http-01 always begins on port 80"
            return NotReady(FindingCode.REFUSED, f"connection refused by {at}", advice)
        case ssl.SSLError():
            advice = f"make {at} answer over TLS (any certificate will do), or do not redirect the challenge to https"
            return NotReady(FindingCode.UNREACHABLE, f"no TLS at {at}", advice)
        case OSError():
            advice = f"check the address, and firewalls in front of it: Certkeeper could not reach {at}"
            return NotReady(FindingCode.UNREACHABLE, f"no connection to {at} ({type(error).__name__})", advice)
        case _:
            advice = f"make {at} answer in HTTP/1.1; the CA could not read the answer"
            return NotReady(FindingCode.UNREACHABLE, f"no HTTP from {at} ({type(error).__name__})", advice)
