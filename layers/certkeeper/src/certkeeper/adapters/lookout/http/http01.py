"""The check of http-01 (RFC 8555 section 8.3), with Let's Encrypt's limits (boulder va/http.go, read in 2026).

The reasons are in ADR 11.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from certkeeper.adapters.lookout.http import verdicts
from certkeeper.adapters.lookout.http.contents import wrong_content
from certkeeper.adapters.lookout.http.fetching import MAX_BODY_BYTES, FetchContext, fetch_with_retries
from certkeeper.adapters.lookout.http.target import PORTS, Target, first_target, is_address
from certkeeper.adapters.lookout.outcome import MAX_SEEN_CHARACTERS, NotReady
from certkeeper.domain.dns.findings import FindingCode
from certkeeper.domain.printable import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certkeeper.adapters.lookout.dns.dns_client import DnsClient
    from certkeeper.adapters.lookout.dns.resolver import Resolver
    from certkeeper.adapters.lookout.http.exchange import Reply
    from certkeeper.adapters.lookout.http.target import Limits
    from certkeeper.domain.dns.findings import Expectation


MAX_REDIRECTS = 10
"""The most redirects that Let's Encrypt follows (https://letsencrypt.org/docs/challenge-types/, HTTP-01)."""

_REDIRECTS = frozenset({301, 302, 307, 308})
"""CA/Browser Forum, Baseline Requirements, section 3.2.2.4.19; 303 is not among them."""
_OK = 200
_REFUSALS = frozenset({401, 403})
"""Statuses that a login may answer with."""
_LOGIN = re.compile(r"log-?_?in|sign-?_?in|logon|auth|sso|saml|account", re.IGNORECASE)
"""Words in an address that speak of logging in."""

_FORGIVEN = re.compile(r"[^\S\x1c-\x1f]+\Z")
"""White space at the end, which a CA ignores (RFC 8555 section 8.3).

Four control characters are white space in Python, but not in Go, in which Let's Encrypt is written.
"""
_HOST = re.compile(r"[a-z0-9._-]{1,253}")
_MAX_PATH_CHARACTERS = 2000
"""Let's Encrypt's `maxPathSize`."""
_UNESCAPED = "%/:?#[]@!$&'()*+,;=~"
"""The characters that stay as they are: the reserved ones (RFC 3986 section 2.2), and the percent sign of what is
escaped already.
"""


def check_http01(expectation: Expectation, resolver: Resolver, limits: Limits, dns_client: DnsClient) -> None:
    """Return if the CA would find the key authorization of the expectation; raise NotReady if not.

    What fails over IPv6 is tried over IPv4 too, for a person must know if the two differ. `resolver` and `dns_client`
    find the addresses, and `limits` says where the check may go.
    """
    context = FetchContext(resolver, limits, dns_client)
    try:
        _follow_redirects(expectation, context)
    except NotReady as outcome:
        over_v6 = next((one for one in context.contacted if isinstance(one[1], IPv6Address)), None)
        if over_v6 is not None and _is_there(expectation, FetchContext(resolver, limits, dns_client, only_v4=True)):
            raise verdicts.ipv6_differs(outcome, *over_v6) from outcome
        raise


def _is_there(expectation: Expectation, context: FetchContext) -> bool:
    try:
        _follow_redirects(expectation, context)
    except NotReady:
        return False
    return True


def _follow_redirects(expectation: Expectation, context: FetchContext) -> None:
    target = first_target(expectation.where, context.limits)
    seen = {target}
    reply = fetch_with_retries(target, context)
    while reply.status in _REDIRECTS:
        target = redirect_target(target, reply.location, context.limits)
        if target in seen or len(seen) > MAX_REDIRECTS:
            raise verdicts.too_many_redirects(target, MAX_REDIRECTS)
        seen.add(target)
        reply = fetch_with_retries(target, context)
    body = reply.body.decode("utf-8", "surrogateescape")
    if len(seen) > 1 and _is_login(target, reply, body):
        raise verdicts.login_page(target, reply.status)
    if reply.status != _OK:
        raise verdicts.status(target, reply, after_redirect=len(seen) > 1)
    is_cut = len(reply.body) >= MAX_BODY_BYTES
    if _FORGIVEN.sub("", body) != expectation.expected or is_cut:
        raise wrong_content(target, reply.body, expectation.expected, is_cut=is_cut)


def _is_login(target: Target, reply: Reply, body: str) -> bool:
    """Whether the reply is a page, or a refusal, at an address that speaks of logging in."""
    refuses = reply.status in _REFUSALS or (reply.status == _OK and body.lstrip().startswith("<"))
    return refuses and _LOGIN.search(f"{target.host}{target.path}") is not None


def redirect_target(origin: Target, location: str, limits: Limits) -> Target:
    """Return the target that a `Location` header means, seen from the target `origin`.

    Raises NotReady if the CA would not follow it; `limits` has the exceptions of the local world.
    """
    try:
        target = _target(origin, location, limits)
    except ValueError:
        raise _refused("an address that cannot be read", "make the redirect's Location a complete URL") from None
    for seen, advice in _objections(target, limits):
        raise _refused(seen, advice)
    if not limits.any_port and target.port not in {limits.http_port, PORTS["https"]}:
        advice = "redirect to port 80 or 443; the CA connects to no other port"
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
    """Yield what the CA would refuse about a redirect's target, and what to change."""
    if target.scheme not in PORTS:
        yield f"{target.scheme}:", "redirect to http or https; the CA follows no other scheme"
    if _HOST.fullmatch(target.host) is None:
        yield target.host or "no host", "redirect to a host name in ASCII (international names as xn--...)"
    if target.host.endswith(".well-known"):
        yield target.host, "end the redirect's target with a slash: the path was appended to the host name"
    if not limits.allow_private and is_address(target.host):
        yield target.host, "redirect to a host name; the CA does not follow redirects to IP addresses"
    if len(target.path) > _MAX_PATH_CHARACTERS:
        yield "a very long path", f"keep the redirect's path under {_MAX_PATH_CHARACTERS} characters"


def _refused(seen: str, advice: str) -> NotReady:
    return NotReady(FindingCode.REDIRECT_REFUSED, f"a redirect to {visible(seen, MAX_SEEN_CHARACTERS)}", advice)
