"""What the sweep asks before it renews: when the CA wants it, and whether the account may still place orders."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.acme.renewal_info import AcmeRenewalInfos
from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.rations import DynamoRations
from certkeeper.domain.renewal.rations import for_renewals
from certkeeper.entrypoints import settings


@cache
def rations_for_renewals() -> DynamoRations:
    """Gives renewals a share of the orders that the stack may place in three hours."""
    return DynamoRations(
        settings.table_name(), client("dynamodb"), most=for_renewals(settings.orders_per_three_hours())
    )


@cache
def renewal_infos() -> AcmeRenewalInfos:
    """Asks the CA (RFC 9773), without an account."""
    return AcmeRenewalInfos(settings.acme_directory_url(), root_pem=settings.acme_root_pem())
