"""The public DNS, as anybody on the internet can query it."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.lookout.dns.public_dns import LookoutPublicDns
from certkeeper.entrypoints import settings


@cache
def public_dns() -> LookoutPublicDns:
    """Return the public DNS, to find the zones that hold names. dnspython is loaded at the first call."""
    return LookoutPublicDns(nameserver=settings.check_nameserver())
