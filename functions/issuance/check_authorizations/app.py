"""CheckAuthorizations: one poll; the machine does the waiting."""

from dataclasses import asdict
from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.keys import LibraryKeys
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import our_account, settings
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.services.issuance.check_authorizations import check_authorizations


@cache
def _orders() -> DynamoOrders:
    return DynamoOrders(settings.table_name(), client("dynamodb"))


@task
def handler(given: TaskInput) -> dict[str, object]:
    """Says how long a person may take to issue. Raises OrderPending while the CA is at it."""
    return asdict(
        check_authorizations(
            given.scope,
            given.order_id,
            orders=_orders(),
            accounts=our_account.accounts(),
            vault=our_account.vault(),
            ca=our_account.ca(),
            keys=LibraryKeys(),
            now=utc_now(),
        )
    )
