"""GET /scopes: lists all scopes by name, the built-in one first."""

from functools import partial

from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.parts import page_view
from certkeeper.entrypoints.views.scopes import scope_view
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.reading import list_scopes


@operation("list_scopes")
def handler(_request: Request) -> Response:
    """Return the answer to a request: 200 with all scopes in one page."""
    show = partial(scope_view, delegation_zone=settings.delegation_zone())
    return json_response(200, page_view(list_scopes(scopes=in_table(DynamoScopes)), show, None))
