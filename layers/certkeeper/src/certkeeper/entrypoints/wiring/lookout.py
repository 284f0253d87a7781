"""The look at challenges from outside."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.lookout.lookout import ChallengeLookout
from certkeeper.entrypoints import settings


@cache
def lookout() -> ChallengeLookout:
    """Looks for challenges as the CA would; the local world says where instead of at ports 53 and 80."""
    return ChallengeLookout(
        nameserver=settings.check_nameserver(),
        dns_port=settings.check_dns_port(),
        http_port=settings.check_http_port(),
        allow_private=settings.check_allow_private_addresses(),
    )
