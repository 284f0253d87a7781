"""GET /scopes: lists all scopes by name, the built-in one first, and says whether anybody gets their notices."""

from certkeeper.adapters.dynamodb.administrators import DynamoAdministrators
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.domain.clock import utc_now
from certkeeper.domain.notices.administrators import recipients_of
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
    zone, stack, now = settings.delegation_zone(), settings.administrator_emails(), utc_now()
    scopes = list_scopes(scopes=in_table(DynamoScopes))
    check = in_table(DynamoAdministrators).read()
    named = {scope.name: (*stack, *scope.administrators) for scope in scopes}
    page = page_view(
        scopes, lambda one: scope_view(one, recipients_of(named[one.name], check, now), delegation_zone=zone), None
    )
    return json_response(200, page)
