"""Each way in which a look can end, with what was seen and what a person can change about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.lookout.outcome import NotReady
from certkeeper.domain.dns.findings import FindingCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.adapters.lookout.http.addresses import Address
    from certkeeper.adapters.lookout.http.exchange import Reply
    from certkeeper.adapters.lookout.http.target import Target

READY = "nothing to change: the CA will find what it looks for"

_PATH = "/.well-known/acme-challenge/"
_NOT_FOUND = 404


def no_address(host: str) -> NotReady:
    """Neither A nor AAAA."""
    return NotReady(
        FindingCode.NO_ADDRESS,
        f"{host} has no A or AAAA record",
        f"add an A or AAAA record for {host} that leads to its web server, and wait until it is visible",
    )


def private_address(host: str, addresses: Sequence[Address]) -> NotReady:
    """Addresses, but none that the CA can reach."""
    return NotReady(
        FindingCode.PRIVATE_ADDRESS,
        f"{host} leads to {', '.join(map(str, addresses[:3]))}",
        f"give {host} an address of the public internet, for the CA reaches no other; or prove the name by dns-01",
    )


def too_many_redirects(target: Target, max_redirects: int) -> NotReady:
    """A loop, or nearly."""
    return NotReady(
        FindingCode.TOO_MANY_REDIRECTS,
        f"more than {max_redirects} redirects, or in a circle; the last one to {target}",
        f"redirect {_PATH} once, straight to where the challenge is answered, and exempt it from all other redirects",
    )


def status(target: Target, reply: Reply, *, after_redirect: bool) -> NotReady:
    """An answer, but not 200."""
    seen = f"{reply.status} at {target}"
    if reply.status == _NOT_FOUND and after_redirect:
        advice = f"let the redirect lead to Certkeeper's API: {target.host} does not have the challenge"
        return NotReady(FindingCode.NOT_FOUND, seen, advice)
    if reply.status == _NOT_FOUND:
        advice = f"redirect {_PATH} on {target.host} to Certkeeper's API, or put the expected text at the path"
        return NotReady(FindingCode.NOT_FOUND, seen, advice)
    advice = f"let {_PATH} on {target.host} through without login, filter or error, so that it answers 200"
    return NotReady(FindingCode.HTTP_STATUS, seen, advice)


def wrong_content(target: Target, body: str) -> NotReady:
    """200, but something else."""
    is_page = body.lstrip()[:1] == "<"
    advice = (
        f"{target.host} shows a web page instead: exempt {_PATH} from the login, the front page or the application"
        if is_page
        else f"make {target.host} answer exactly the expected text; an earlier order's or a cache's is in the way"
    )
    return NotReady(FindingCode.WRONG_CONTENT, f"{'a web page' if is_page else body or 'nothing'} at {target}", advice)


def login_page(target: Target, status: int) -> NotReady:
    """Redirected to where people log in."""
    return NotReady(
        FindingCode.LOGIN_PAGE,
        f"{status} and a login at {target}",
        f"exempt {_PATH} from the login: the CA has no account there, and whoever asks is redirected to {target.host}",
    )


def ipv6_differs(over_v6: NotReady, host: str, address: Address) -> NotReady:
    """The CA goes to IPv6 first, and falls back only where nobody answers there."""
    advice = f"let the same server answer at the IPv6 address of {host}, or remove its AAAA record; IPv4 is right"
    return NotReady(FindingCode.IPV6_DIFFERS, f"over IPv6 ({address}): {over_v6.seen}", advice)
