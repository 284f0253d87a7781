"""CloseOrder: a failed run leaves its reason."""

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.eventbridge import EventBridgeBus
from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.secretsmanager.vault import SecretsManagerVault
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.services.issuance.close_order import close_order


@cache
def _orders() -> DynamoOrders:
    return DynamoOrders(settings.table_name(), client("dynamodb"))


@cache
def _certificates() -> DynamoCertificates:
    return DynamoCertificates(settings.table_name(), client("dynamodb"))


@cache
def _vault() -> SecretsManagerVault:
    return SecretsManagerVault(client("secretsmanager"), settings.secret_prefix())


@cache
def _event_bus() -> EventBridgeBus:
    return EventBridgeBus(client("events"), settings.event_bus_name(), settings.stack_id())


@task
def handler(given: TaskInput) -> None:
    """The class name that the machine has caught becomes the reason, unless a task has left a better one."""
    close_order(
        given.scope,
        given.order_id,
        orders=_orders(),
        certificates=_certificates(),
        vault=_vault(),
        event_bus=_event_bus(),
        error=given.error,
        now=utc_now(),
    )
