"""PresentChallenges: http-01 tokens are served, and TXT records written where Certkeeper may."""

from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.dynamodb.responder import DynamoResponder
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.entrypoints.wiring.txt_records import txt_records
from certkeeper.services.issuance.present_challenges import present_challenges


@task
def handler(given: TaskInput) -> None:
    """Put the proofs of the given order's challenges in place. It is idempotent."""
    present_challenges(
        given.scope,
        given.order_id,
        orders=in_table(DynamoOrders),
        responder=in_table(DynamoResponder),
        txt_records=txt_records(),
        now=utc_now(),
    )
