"""FinalizeOrder: the certificate signing request is sent to the CA, once."""

from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.entrypoints.wiring.acme_account import acme_account
from certkeeper.services.issuance.finalize_order import finalize_order


@task
def handler(given: TaskInput) -> None:
    """Send the certificate signing request of the given order to the CA, if the order is `ready` there."""
    finalize_order(
        given.scope,
        given.order_id,
        account=acme_account(),
        now=utc_now(),
    )
