"""RetrieveCertificate: the certificate is checked and stored."""

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.eventbridge import EventBridgeBus
from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.keys import LibraryKeys
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import our_account, settings
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.services.issuance.retrieve_certificate import retrieve_certificate


@cache
def _orders() -> DynamoOrders:
    return DynamoOrders(settings.table_name(), client("dynamodb"))


@cache
def _certificates() -> DynamoCertificates:
    return DynamoCertificates(settings.table_name(), client("dynamodb"))


@cache
def _event_bus() -> EventBridgeBus:
    return EventBridgeBus(client("events"), settings.event_bus_name(), settings.stack_id())


@task
def handler(given: TaskInput) -> None:
    """Raises OrderProcessing while the CA is issuing."""
    retrieve_certificate(
        given.scope,
        given.order_id,
        orders=_orders(),
        certificates=_certificates(),
        accounts=our_account.accounts(),
        vault=our_account.vault(),
        ca=our_account.ca(),
        event_bus=_event_bus(),
        keys=LibraryKeys(),
        now=utc_now(),
    )
