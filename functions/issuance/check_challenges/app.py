"""CheckChallenges: the challenges are checked from outside, as the CA would do it."""

from dataclasses import asdict

from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.entrypoints.wiring.events import event_bus
from certkeeper.entrypoints.wiring.lookout import lookout
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.issuance.check_challenges import check_challenges


@task
def handler(given: TaskInput) -> dict[str, object]:
    """Check the given order, and return where the state machine goes, and how many seconds it waits there."""
    return asdict(
        check_challenges(
            given.scope,
            given.order_id,
            orders=in_table(DynamoOrders),
            lookout=lookout(),
            event_bus=event_bus(),
            run=given.run,
            interval=settings.verify_interval(),
            now=utc_now(),
        )
    )
