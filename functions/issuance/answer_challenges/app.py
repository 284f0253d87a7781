"""AnswerChallenges: only now the CA is told."""

from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.entrypoints.wiring.acme_account import acme_account
from certkeeper.services.issuance.answer_challenges import answer_challenges


@task
def handler(given: TaskInput) -> None:
    """Reads first: no challenge is answered twice."""
    answer_challenges(
        given.scope,
        given.order_id,
        account=acme_account(),
        now=utc_now(),
    )
