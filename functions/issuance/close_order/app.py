"""CloseOrder: a failed order is closed with its reason."""

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.secretsmanager.vault import SecretsManagerVault
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.entrypoints.wiring.events import event_bus
from certkeeper.entrypoints.wiring.storage import in_secrets, in_table
from certkeeper.services.issuance.close_order import close_order


@task
def handler(given: TaskInput) -> None:
    """Close the given order, which has failed.

    Its reason is the class name that the state machine has caught, unless a task has stored a better one.
    """
    close_order(
        given.scope,
        given.order_id,
        orders=in_table(DynamoOrders),
        certificates=in_table(DynamoCertificates),
        vault=in_secrets(SecretsManagerVault),
        event_bus=event_bus(),
        error=given.error,
        now=utc_now(),
    )
