"""AnswerChallenges: only now the CA is told."""

from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.entrypoints.wiring.acme_account import acme_account
from certkeeper.services.issuance.answer_challenges import answer_challenges


@task
def handler(given: TaskInput) -> None:
    """Tell the CA that the challenges are in place; one that it was told of before is not answered again."""
    answer_challenges(
        given.scope,
        given.order_id,
        account=acme_account(),
        now=utc_now(),
    )
