"""PATCH /scopes/{scope}: changes some fields of a scope."""

from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.scopes import scope_changes
from certkeeper.entrypoints.wiring.scope_checks import scope_checks
from certkeeper.entrypoints.wiring.scopes import shown
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.scopes.update_scope import update_scope


@operation("update_scope")
def handler(request: Request) -> Response:
    """Return the answer to a request: 200 with the scope as it is now."""
    scopes = in_table(DynamoScopes)
    scope = update_scope(scope_changes(request), scopes=scopes, checks=scope_checks(), now=utc_now())
    return json_response(200, shown(scope), revision=scope.revision)
