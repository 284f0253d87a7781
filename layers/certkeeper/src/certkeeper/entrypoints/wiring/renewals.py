"""The adapters that the sweep needs to renew: the CA's renewal information, and the counts against its rate limits."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.acme.renewal_info import AcmeRenewalInfos
from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.rate_limits import DynamoRateLimits
from certkeeper.domain.renewal.rate_limits import for_renewals
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.wiring.directory_roots import directory_roots


@cache
def rate_limits_for_renewals() -> DynamoRateLimits:
    """Return the counts by which renewals use a share of the orders that the stack may place in three hours."""
    return DynamoRateLimits(
        settings.table_name(), client("dynamodb"), most=for_renewals(settings.orders_per_three_hours())
    )


def renewal_infos() -> AcmeRenewalInfos:
    """Return the client for the CA's renewal information (RFC 9773), which needs no account."""
    return _renewal_infos(directory_roots())


@cache
def _renewal_infos(roots: str) -> AcmeRenewalInfos:
    return AcmeRenewalInfos(settings.acme_directory_url(), root_pem=roots)
