"""The findings of http-01 checks: what was found, and what a person can change about it (ADR 36)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.lookout.outcome import NotReady
from certkeeper.domain.dns.findings import FindingCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.adapters.lookout.http.addresses import Address
    from certkeeper.adapters.lookout.http.exchange import Reply
    from certkeeper.adapters.lookout.http.target import Target

READY = "nothing to change: the CA will find what it expects"
"""The advice of a finding without a fault."""

PATH = "/.well-known/acme-challenge/"
"""Where a CA reads (RFC 8555 section 8.3)."""
_NOT_FOUND = 404


def no_address(host: str) -> NotReady:
    """Return the finding for a host with neither an A nor an AAAA record."""
    return NotReady(
        FindingCode.NO_ADDRESS,
        f"{host} has no A or AAAA record",
        f"add an A or AAAA record for {host} with its web server's address, and wait until all name servers have it",
    )


def private_address(host: str, addresses: Sequence[Address]) -> NotReady:
    """Return the finding for a host whose addresses the CA cannot reach."""
    return NotReady(
        FindingCode.PRIVATE_ADDRESS,
        f"{host} leads to {', '.join(map(str, addresses[:3]))}",
        f"give {host} a public address, because the CA connects to no other; or use the challenge dns-01",
    )


def too_many_redirects(target: Target, max_redirects: int) -> NotReady:
    """Return the finding for redirects in a circle, or more than `max_redirects`; `target` is the last one."""
    return NotReady(
        FindingCode.TOO_MANY_REDIRECTS,
        f"more than {max_redirects} redirects, or a circle of them; the last one leads to {target}",
        f"redirect {PATH} once, directly to Certkeeper's API, and exclude the path from all other redirects",
    )


def status(target: Target, reply: Reply, *, after_redirect: bool) -> NotReady:
    """Return the finding for a reply other than 200 at a target; `after_redirect` if a redirect led there."""
    seen = f"{reply.status} at {target}"
    if reply.status == _NOT_FOUND and after_redirect:
        advice = (
            f"redirect to the address that the stack's output ResponderUrl shows: {target.host} lacks the challenge"
        )
        return NotReady(FindingCode.NOT_FOUND, seen, advice)
    if reply.status == _NOT_FOUND:
        advice = (
            f"redirect {PATH} on {target.host} to the address that the stack's output ResponderUrl shows, or put the "
            "expected text at that path"
        )
        return NotReady(FindingCode.NOT_FOUND, seen, advice)
    advice = f"exclude {PATH} on {target.host} from logins and filters, and correct errors, so that it answers 200"
    return NotReady(FindingCode.HTTP_STATUS, seen, advice)


def login_page(target: Target, status: int) -> NotReady:
    """Return the finding for a redirect to a target where people log in, by the status there."""
    return NotReady(
        FindingCode.LOGIN_PAGE,
        f"{status} and a login at {target}",
        f"exclude {PATH} from the login: the CA has no account, and every request is redirected to {target.host}",
    )


def ipv6_differs(over_v6: NotReady, host: str, address: Address) -> NotReady:
    """Return the finding for a host that answers right over IPv4 only; `over_v6` is what failed at its IPv6 address.

    The CA tries IPv6 first, and falls back only if nothing answers there.
    """
    advice = (
        f"make the IPv6 address of {host} answer as its IPv4 address does, which is right; or remove the AAAA record"
    )
    return NotReady(FindingCode.IPV6_DIFFERS, f"over IPv6 ({address}): {over_v6.seen}", advice)
