"""DNS as everybody sees it."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.lookout.dns.public_dns import LookoutPublicDns
from certkeeper.entrypoints import settings


@cache
def public_dns() -> LookoutPublicDns:
    """Finds the zones that hold names. dnspython is loaded by the first search."""
    return LookoutPublicDns(nameserver=settings.check_nameserver())
