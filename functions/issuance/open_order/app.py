"""OpenOrder: the account, the key and the order at the CA are made."""

from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.entrypoints.wiring.acme_account import acme_account_to_register
from certkeeper.entrypoints.wiring.public_dns import public_dns
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.entrypoints.wiring.txt_records import txt_records
from certkeeper.services.issuance.find_zones import find_zones
from certkeeper.services.issuance.open_order import open_order


@task
def handler(given: TaskInput) -> None:
    """Open the given order at the CA, or continue where an earlier attempt has stopped.

    The zones are found first, so that no order is placed at the CA for records that cannot be written.
    """
    find_zones(
        given.scope,
        given.order_id,
        orders=in_table(DynamoOrders),
        txt_records=txt_records(),
        public_dns=public_dns(),
        now=utc_now(),
    )
    open_order(
        given.scope,
        given.order_id,
        account=acme_account_to_register(),
        lifetime=settings.order_lifetime(),
        default_profile=settings.acme_profile(),
        now=utc_now(),
    )
