"""When the CA wants certificates to be renewed."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.acme.renewal_info import AcmeRenewalInfos
from certkeeper.entrypoints import settings


@cache
def renewal_infos() -> AcmeRenewalInfos:
    """Asks the CA (RFC 9773), without an account."""
    return AcmeRenewalInfos(settings.acme_directory_url(), root_pem=settings.acme_root_pem())
