"""http-01 as the CA looks: RFC 8555 section 8.3, with Let's Encrypt's limits (boulder va/http.go, read in 2026)."""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from typing import TYPE_CHECKING

from certkeeper.adapters.lookout.http import verdicts
from certkeeper.adapters.lookout.http.redirects import redirected
from certkeeper.adapters.lookout.http.target import first_target
from certkeeper.adapters.lookout.http.visits import MOST_BODY, Visit, settled_reply
from certkeeper.adapters.lookout.outcome import NotReady

if TYPE_CHECKING:
    from certkeeper.adapters.lookout.dns.asking import Asker
    from certkeeper.adapters.lookout.dns.resolver import Resolver
    from certkeeper.adapters.lookout.http.exchange import Reply
    from certkeeper.adapters.lookout.http.target import Limits, Target
    from certkeeper.domain.dns.findings import Expectation

MOST_REDIRECTS = 10
"""https://letsencrypt.org/docs/challenge-types/ (HTTP-01)."""

_REDIRECTS = frozenset({301, 302, 307, 308})
"""CA/Browser Forum baseline requirements, section 3.2.2.4.19; 303 is not among them."""
_OK = 200
_REFUSALS = frozenset({401, 403})


_LOGIN = re.compile(r"log-?_?in|sign-?_?in|logon|auth|sso|saml|account", re.IGNORECASE)


def look_http(expectation: Expectation, resolver: Resolver, limits: Limits, asker: Asker) -> None:
    """Return where the CA would find the key authorization. Raises NotReady.

    What IPv6 does not show is looked for over IPv4 too: that the two differ is what a person must know then.
    """
    visit = Visit(resolver, limits, asker)
    try:
        _look(expectation, visit)
    except NotReady as outcome:
        over_v6 = next((one for one in visit.visited if isinstance(one[1], IPv6Address)), None)
        if over_v6 is not None and _is_there(expectation, Visit(resolver, limits, asker, only_v4=True)):
            raise verdicts.ipv6_differs(outcome, *over_v6) from outcome
        raise


def _is_there(expectation: Expectation, visit: Visit) -> bool:
    try:
        _look(expectation, visit)
    except NotReady:
        return False
    return True


def _look(expectation: Expectation, visit: Visit) -> None:
    target = first_target(expectation.where, visit.limits)
    seen = {target}
    reply = settled_reply(target, visit)
    while reply.status in _REDIRECTS:
        target = redirected(target, reply.location, visit.limits)
        if target in seen or len(seen) > MOST_REDIRECTS:
            raise verdicts.too_many_redirects(target, MOST_REDIRECTS)
        seen.add(target)
        reply = settled_reply(target, visit)
    body = reply.body.decode("utf-8", "replace").rstrip()  # trailing white space is forgiven by the RFC
    if len(seen) > 1 and _is_login(target, reply, body):
        raise verdicts.login_page(target, reply.status)
    if reply.status != _OK:
        raise verdicts.status(target, reply, after_redirect=len(seen) > 1)
    if body != expectation.expected or len(reply.body) >= MOST_BODY:
        raise verdicts.wrong_content(target, body)


def _is_login(target: Target, reply: Reply, body: str) -> bool:
    """A page, or a refusal, where the address speaks of logging in."""
    refuses = reply.status in _REFUSALS or (reply.status == _OK and body.lstrip().startswith("<"))
    return refuses and _LOGIN.search(f"{target.host}{target.path}") is not None
