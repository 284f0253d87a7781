"""CheckAuthorizations: one poll; the machine does the waiting."""

from dataclasses import asdict

from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.entrypoints.wiring.acme_account import acme_account
from certkeeper.services.issuance.check_authorizations import check_authorizations


@task
def handler(given: TaskInput) -> dict[str, object]:
    """Return how many seconds a person may take to issue. Raises OrderPending while the CA is verifying."""
    return asdict(
        check_authorizations(
            given.scope,
            given.order_id,
            account=acme_account(),
            now=utc_now(),
        )
    )
