"""A scope as it is shown: with what the stack says, and who gets its notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb.administrators import DynamoAdministrators
from certkeeper.domain.clock import utc_now
from certkeeper.domain.notices.administrators import recipients_of
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.views.scopes import scope_view
from certkeeper.entrypoints.wiring.storage import in_table

if TYPE_CHECKING:
    from certkeeper.domain.scopes import Scope
    from certkeeper.entrypoints.contract import scopes as documents


def shown(scope: Scope) -> documents.Scope:
    """Return the document of a scope, with what is known now of its administrators (Query)."""
    named = (*settings.administrator_emails(), *scope.administrators)
    recipients = recipients_of(named, in_table(DynamoAdministrators).read(), utc_now())
    return scope_view(scope, recipients, delegation_zone=settings.delegation_zone())
