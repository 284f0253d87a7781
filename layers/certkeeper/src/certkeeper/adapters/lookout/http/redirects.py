"""Where a redirect may lead: RFC 8555 section 8.3 as Let's Encrypt keeps it.

https://github.com/letsencrypt/boulder/blob/main/va/http.go (`extractRequestTarget`, read in 2026).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from certkeeper.adapters.lookout.http.target import PORTS, Target, is_address
from certkeeper.adapters.lookout.outcome import NotReady
from certkeeper.domain.dns.findings import FindingCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certkeeper.adapters.lookout.http.target import Limits

_HOST = re.compile(r"[a-z0-9._-]{1,253}")
_LONGEST_PATH = 2000
"""Let's Encrypt's `maxPathSize`."""
_UNESCAPED = "%/:?#[]@!$&'()*+,;=~"
"""RFC 3986 section 2.2, and the percent sign of what is escaped already."""


def redirected(origin: Target, location: str, limits: Limits) -> Target:
    """The target that a `Location` means. Raises NotReady where the CA would not go."""
    try:
        target = _target(origin, location, limits)
    except ValueError:
        raise _refused("an unreadable address", "make the redirect's Location a full, plain URL") from None
    for seen, advice in _objections(target, limits):
        raise _refused(seen, advice)
    if not limits.any_port and target.port not in {limits.http_port, PORTS["https"]}:
        advice = "redirect to port 80 or 443; the CA goes to no other"
        raise NotReady(FindingCode.REDIRECT_PORT, f"a redirect to port {target.port}", advice)
    return target


def _target(origin: Target, location: str, limits: Limits) -> Target:
    parts = urlsplit(urljoin(f"{origin.scheme}://{origin.host_header}{origin.path}", location))
    default = PORTS["https"] if parts.scheme == "https" else limits.http_port
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(
        scheme=parts.scheme,
        host=(parts.hostname or "").lower(),
        port=default if parts.port is None else parts.port,
        path=quote(path, safe=_UNESCAPED),
    )


def _objections(target: Target, limits: Limits) -> Iterator[tuple[str, str]]:
    """What the CA would mind, and what to change."""
    if target.scheme not in PORTS:
        yield f"{target.scheme}:", "redirect to http or https; the CA speaks nothing else"
    if _HOST.fullmatch(target.host) is None:
        yield target.host or "no host", "redirect to a host name in ASCII (international names as xn--...)"
    if target.host.endswith(".well-known"):
        yield target.host, "end the redirect's target with a slash: the path has run into the host name"
    if not limits.allow_private and is_address(target.host):
        yield target.host, "redirect to a host name; the CA does not go to bare IP addresses"
    if len(target.path) > _LONGEST_PATH:
        yield "a very long path", f"keep the redirect's path under {_LONGEST_PATH} characters"


def _refused(seen: str, advice: str) -> NotReady:
    return NotReady(FindingCode.REDIRECT_REFUSED, f"a redirect to {seen}", advice)
