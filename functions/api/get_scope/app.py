"""GET /scopes/{scope}: shows one scope, and says whether anybody gets its notices."""

from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.wiring.scopes import shown
from certkeeper.entrypoints.wiring.storage import in_table


@operation("get_scope")
def handler(request: Request) -> Response:
    """Return the answer to a request: 200 with the scope."""
    scope = in_table(DynamoScopes).get(path.scope_name(request))
    return json_response(200, shown(scope), revision=scope.revision)
