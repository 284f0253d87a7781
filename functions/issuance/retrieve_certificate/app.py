"""RetrieveCertificate: the certificate is checked and stored."""

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.public_roots import public_roots
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.entrypoints.wiring.acme_account import acme_account
from certkeeper.entrypoints.wiring.events import event_bus
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.issuance.retrieve_certificate import retrieve_certificate


@task
def handler(given: TaskInput) -> None:
    """Check and store the certificate of the given order. Raises OrderProcessing while the CA is issuing it."""
    retrieve_certificate(
        given.scope,
        given.order_id,
        account=acme_account(),
        certificates=in_table(DynamoCertificates),
        event_bus=event_bus(),
        roots=public_roots(),
        now=utc_now(),
    )
