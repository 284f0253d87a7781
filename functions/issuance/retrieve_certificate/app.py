"""RetrieveCertificate: the certificate is checked and stored."""

from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.entrypoints.wiring.acme_account import acme_account
from certkeeper.entrypoints.wiring.event_bus import event_bus
from certkeeper.entrypoints.wiring.table.certificates import certificates
from certkeeper.services.issuance.retrieve_certificate import retrieve_certificate


@task
def handler(given: TaskInput) -> None:
    """Raises OrderProcessing while the CA is issuing."""
    retrieve_certificate(
        given.scope,
        given.order_id,
        account=acme_account(),
        certificates=certificates(),
        event_bus=event_bus(),
        now=utc_now(),
    )
