"""DELETE /scopes/{scope}: deletes a scope that has no certificates."""

from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http import path, preconditions
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.wiring.scopes import shown
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.scopes.delete_scope import delete_scope


@operation("delete_scope")
def handler(request: Request) -> Response:
    """Return the answer to a request: 200 with the scope as it was."""
    name, if_match = path.scope_name(request), preconditions.if_match(request, "scope")
    scope = delete_scope(name, if_match=if_match, scopes=in_table(DynamoScopes), now=utc_now())
    return json_response(200, shown(scope))
