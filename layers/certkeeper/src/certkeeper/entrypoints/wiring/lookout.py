"""The lookout, which checks challenges from outside."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.lookout.lookout import ChallengeLookout
from certkeeper.entrypoints import settings


@cache
def lookout() -> ChallengeLookout:
    """Return the lookout; in the local world the settings name other ports than 53 and 80."""
    return ChallengeLookout(
        nameserver=settings.check_nameserver(),
        dns_port=settings.check_dns_port(),
        http_port=settings.check_http_port(),
        allow_private=settings.check_allow_private_addresses(),
    )
