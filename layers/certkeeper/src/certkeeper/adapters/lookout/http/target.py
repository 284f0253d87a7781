"""The target of one HTTP request."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """A scheme, a host, a port and a path with its query, in plain ASCII.

    Only the local world has addresses for `host`.
    """

    scheme: str
    host: str
    port: int
    path: str

    def __str__(self) -> str:
        """Return the URL as it is shown: without the query, which may carry somebody's session."""
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}{self.path.partition('?')[0]}"

    @property
    def host_header(self) -> str:
        """The value of the Host header (RFC 9110 section 7.2)."""
        return self.host if self.port == PORTS[self.scheme] else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of where checks may connect. `http_port` stands for port 80.

    The others are for the local world: redirects to any port, connections to any address.
    """

    http_port: int = PORTS["http"]
    allow_private: bool = False
    any_port: bool = False


def first_target(url: str, limits: Limits) -> Target:
    """Return the target at which the CA begins: the challenge's URL, over plain http, at the port of the limits."""
    parts = urlsplit(url)
    return Target("http", parts.hostname or "", limits.http_port, parts.path)


def is_address(host: str) -> bool:
    """Return whether the host is a bare IP address."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
