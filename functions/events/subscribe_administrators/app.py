"""Every quarter of an hour: changes the administrators' subscriptions to what the stack and the scopes say."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from certkeeper.adapters.dynamodb.administrators import DynamoAdministrators
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.log import log_failed_item
from certkeeper.entrypoints.schedule import on_schedule
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.entrypoints.wiring.subscriptions import subscriptions
from certkeeper.services.notices.subscribe_administrators import subscribe_administrators


@on_schedule
def handler(now: datetime) -> Mapping[str, Any]:
    """Return how many subscriptions were invited, changed and removed `now`, and are gone. No address is logged."""
    done = subscribe_administrators(
        stack_administrators=settings.administrator_emails(),
        scopes=in_table(DynamoScopes),
        subscriptions=subscriptions(),
        administrators=in_table(DynamoAdministrators),
        on_failure=log_failed_item,
        now=now,
    )
    return asdict(done)
