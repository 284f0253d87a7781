"""FinalizeOrder: the CSR goes to the CA, once."""

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.keys import LibraryKeys
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import our_account, settings
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.services.issuance.finalize_order import finalize_order


@cache
def _orders() -> DynamoOrders:
    return DynamoOrders(settings.table_name(), client("dynamodb"))


@task
def handler(given: TaskInput) -> None:
    """Reads first: only an order that is `ready` is finalized."""
    finalize_order(
        given.scope,
        given.order_id,
        orders=_orders(),
        accounts=our_account.accounts(),
        vault=our_account.vault(),
        ca=our_account.ca(),
        keys=LibraryKeys(),
        now=utc_now(),
    )
