"""The checks of a scope that is defined or changed."""

from __future__ import annotations

from certkeeper.adapters.domain_names import LibraryNameRules
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.log import log_failed_item
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.entrypoints.wiring.subscriptions import subscriptions
from certkeeper.services.scopes.checks import ScopeChecks


def scope_checks() -> ScopeChecks:
    """Return the checks of scopes, with the settings of the stack."""
    return ScopeChecks(
        scopes=in_table(DynamoScopes),
        subscriptions=subscriptions(),
        rules=LibraryNameRules(),
        delegation_zone=settings.delegation_zone(),
        stack_administrators=settings.administrator_emails(),
        on_failure=log_failed_item,
    )
