"""CheckAuthorizations: the authorizations are polled once; the state machine does the waiting."""

from dataclasses import asdict

from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.entrypoints.wiring.acme_account import acme_account
from certkeeper.services.issuance.check_authorizations import check_authorizations


@task
def handler(given: TaskInput) -> dict[str, object]:
    """Return how many seconds are left to issue the given order. Raises OrderPending while the CA is validating."""
    return asdict(
        check_authorizations(
            given.scope,
            given.order_id,
            account=acme_account(),
            now=utc_now(),
        )
    )
