"""CheckChallenges: looks for itself, as the CA would."""

from dataclasses import asdict
from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.eventbridge import EventBridgeBus
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.lookout.lookout import ChallengeLookout
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.services.issuance.check_challenges import check_challenges


@cache
def _orders() -> DynamoOrders:
    return DynamoOrders(settings.table_name(), client("dynamodb"))


@cache
def _lookout() -> ChallengeLookout:
    return ChallengeLookout(
        nameserver=settings.check_nameserver(),
        dns_port=settings.check_dns_port(),
        http_port=settings.check_http_port(),
        allow_private=settings.check_allow_private_addresses(),
    )


@cache
def _event_bus() -> EventBridgeBus:
    return EventBridgeBus(client("events"), settings.event_bus_name(), settings.stack_id())


@task
def handler(given: TaskInput) -> dict[str, object]:
    """Says where to go, and how long to wait there."""
    return asdict(
        check_challenges(
            given.scope,
            given.order_id,
            orders=_orders(),
            lookout=_lookout(),
            event_bus=_event_bus(),
            run=given.run,
            interval=settings.verify_interval(),
            now=utc_now(),
        )
    )
