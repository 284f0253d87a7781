"""Every quarter of an hour: finishes or undoes what crashed processes have left."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.intents.activations import DynamoActivations
from certkeeper.adapters.dynamodb.intents.removals import DynamoRemovals
from certkeeper.adapters.dynamodb.intents.uploads import DynamoUploads
from certkeeper.adapters.secretsmanager.removals import SecretsManagerRemovals
from certkeeper.adapters.secretsmanager.uploads import SecretsManagerUploads
from certkeeper.entrypoints.log import log_failed_item
from certkeeper.entrypoints.schedule import Context, on_schedule_with_context
from certkeeper.entrypoints.wiring.events import event_bus
from certkeeper.entrypoints.wiring.storage import in_secrets, in_table
from certkeeper.services.certificates.reconcile_certificates import reconcile_certificates


@on_schedule_with_context
def handler(now: datetime, context: Context) -> Mapping[str, Any]:
    """Return the ids of the changes of certificates that were overdue `now`, by what became of them."""
    done = reconcile_certificates(
        uploads=in_table(DynamoUploads),
        upload_vault=in_secrets(SecretsManagerUploads),
        activations=in_table(DynamoActivations),
        certificates=in_table(DynamoCertificates),
        removals=in_table(DynamoRemovals),
        removal_vault=in_secrets(SecretsManagerRemovals),
        event_bus=event_bus(),
        seconds_left=lambda: context.get_remaining_time_in_millis() / 1000,
        on_failure=log_failed_item,
        now=now,
    )
    return asdict(done)
