"""CloseOrder: a failed run leaves its reason."""

from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.entrypoints.wiring.event_bus import event_bus
from certkeeper.entrypoints.wiring.table.certificates import certificates
from certkeeper.entrypoints.wiring.table.orders import orders
from certkeeper.entrypoints.wiring.vault import vault
from certkeeper.services.issuance.close_order import close_order


@task
def handler(given: TaskInput) -> None:
    """The class name that the machine has caught becomes the reason, unless a task has left a better one."""
    close_order(
        given.scope,
        given.order_id,
        orders=orders(),
        certificates=certificates(),
        vault=vault(),
        event_bus=event_bus(),
        error=given.error,
        now=utc_now(),
    )
