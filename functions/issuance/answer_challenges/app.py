"""AnswerChallenges: the CA is asked to validate the challenges."""

from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.entrypoints.wiring.acme_account import acme_account
from certkeeper.services.issuance.answer_challenges import answer_challenges


@task
def handler(given: TaskInput) -> None:
    """Ask the CA to validate the challenges of the given order, each only once."""
    answer_challenges(
        given.scope,
        given.order_id,
        account=acme_account(),
        now=utc_now(),
    )
