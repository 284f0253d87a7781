"""PUT /scopes/{scope}: defines a scope, or replaces the definition of one."""

from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.scopes import scope_request
from certkeeper.entrypoints.wiring.scope_checks import scope_checks
from certkeeper.entrypoints.wiring.scopes import shown
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.scopes.put_scope import put_scope


@operation("put_scope")
def handler(request: Request) -> Response:
    """Return the answer to a request: 201 with a new scope, 200 with one whose definition was replaced."""
    scopes = in_table(DynamoScopes)
    scope, created = put_scope(scope_request(request), scopes=scopes, checks=scope_checks(), now=utc_now())
    status, location = (201, scope.name) if created else (200, None)
    return json_response(status, shown(scope), location=location, revision=scope.revision)
