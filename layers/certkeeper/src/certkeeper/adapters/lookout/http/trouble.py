"""What the network did, and what a person can change about it."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from certkeeper.adapters.lookout.outcome import NotReady
from certkeeper.domain.dns.findings import FindingCode

if TYPE_CHECKING:
    from certkeeper.adapters.lookout.http.addresses import Address
    from certkeeper.adapters.lookout.http.target import Target


def trouble(target: Target, address: Address | None, error: Exception) -> NotReady:
    """The connection failed, or what came over it was no answer."""
    at = f"port {target.port} of {target.host}" + (f" ({address})" if address else "")
    match error:
        case TimeoutError():
            code, seen, advice = FindingCode.TIMEOUT, "no answer in time from", "let the whole internet reach"
            return NotReady(code, f"{seen} {at}", f"{advice} {at}: a firewall or a filter by country may be in the way")
        case ConnectionRefusedError():
            advice = f"start the web server on {at}, or open it: http-01 always begins on port 80"
            return NotReady(FindingCode.REFUSED, f"connection refused by {at}", advice)
        case ssl.SSLError():
            advice = f"make {at} speak TLS (any certificate will do), or do not redirect the challenge to https"
            return NotReady(FindingCode.UNREACHABLE, f"no TLS at {at}", advice)
        case OSError():
            advice = f"check the address and the way to it: {at} could not be reached from here"
            return NotReady(FindingCode.UNREACHABLE, f"no connection to {at} ({type(error).__name__})", advice)
        case _:
            advice = f"make {at} answer in plain HTTP/1.1; what came is no answer that the CA could read"
            return NotReady(FindingCode.UNREACHABLE, f"no HTTP from {at} ({type(error).__name__})", advice)
