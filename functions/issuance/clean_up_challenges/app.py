"""CleanUpChallenges and CleanUpAfterFailure: what was presented is removed."""

from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.dynamodb.responder import DynamoResponder
from certkeeper.entrypoints.log import log_failed_item
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.entrypoints.wiring.txt_records import txt_records
from certkeeper.services.issuance.clean_up_challenges import clean_up_challenges


@task
def handler(given: TaskInput) -> None:
    """Remove all that was presented for the given order. It is idempotent."""
    clean_up_challenges(
        given.scope,
        given.order_id,
        orders=in_table(DynamoOrders),
        responder=in_table(DynamoResponder),
        txt_records=txt_records(),
        on_failure=log_failed_item,
    )
