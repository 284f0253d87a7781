"""The DNS zones that the stack may change."""

from __future__ import annotations

from functools import cache, partial

from certkeeper.adapters.route53.client import route53
from certkeeper.adapters.route53.txt_records import Route53TxtRecords
from certkeeper.entrypoints import settings


@cache
def txt_records() -> Route53TxtRecords:
    """Return the TXT records of Route 53, changed with the role that the settings name, if any."""
    return Route53TxtRecords(partial(route53, settings.dns_role_arn(), settings.dns_external_id()))
