"""Every hour: processes the certificates that are due, so that none expires unnoticed."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.dynamodb.renewals import DynamoRenewals
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.adapters.random_moments import random_moment
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.log import log_failed_item
from certkeeper.entrypoints.metrics import Metric, emit
from certkeeper.entrypoints.schedule import Context, on_schedule_with_context
from certkeeper.entrypoints.wiring.events import event_bus
from certkeeper.entrypoints.wiring.machines import issuance_machine
from certkeeper.entrypoints.wiring.renewals import rate_limits_for_renewals, renewal_infos
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.notices.policies import NoticePolicies
from certkeeper.services.sweep.certificate_sweep import CertificateSweeper
from certkeeper.services.sweep.circuit_breaker import CircuitBreaker
from certkeeper.services.sweep.sweep import sweep

WORKERS = 8
"""Half of the shards at once: a worker mostly waits for AWS, and botocore keeps ten connections."""


def _sweeper() -> CertificateSweeper:
    """Return a sweeper for one sweep: what it remembers of scopes, and of a CA that is down, is not kept longer."""
    return CertificateSweeper(
        renewals=in_table(DynamoRenewals),
        orders=in_table(DynamoOrders),
        rate_limits=rate_limits_for_renewals(),
        machine=issuance_machine(),
        event_bus=event_bus(),
        notice_policies=NoticePolicies(in_table(DynamoScopes), settings.notice_days()),
        circuit_breaker=CircuitBreaker(renewal_infos()),
        new_id=new_uuid7,
        random_moment=random_moment,
        on_failure=log_failed_item,
    )


@on_schedule_with_context
def handler(now: datetime, context: Context) -> Mapping[str, Any]:
    """Return what was done for the certificates that were due `now`, and log the metrics for the alarms."""
    swept = sweep(
        _sweeper(), seconds_left=lambda: context.get_remaining_time_in_millis() / 1000, workers=WORKERS, now=now
    )
    troubled = len(swept.failed) + len(swept.unreadable)
    emit(context.function_name, {Metric.SWEEPS: 1, Metric.STALLED: len(swept.stalled), Metric.TROUBLED: troubled})
    return asdict(swept)
