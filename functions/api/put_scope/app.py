"""PUT /scopes/{scope}: defines a scope, or changes it."""

from certkeeper.adapters.domain_names import LibraryNameRules
from certkeeper.adapters.dynamodb.administrators import DynamoAdministrators
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.domain.clock import utc_now
from certkeeper.domain.notices.administrators import recipients_of
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.log import log_failed_item
from certkeeper.entrypoints.requests.scopes import scope_request
from certkeeper.entrypoints.views.scopes import scope_view
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.entrypoints.wiring.subscriptions import subscriptions
from certkeeper.services.put_scope import put_scope


@operation("put_scope")
def handler(request: Request) -> Response:
    """Return the answer to a request: 201 with a new scope, 200 with one that was changed."""
    zone, stack, now = settings.delegation_zone(), settings.administrator_emails(), utc_now()
    scope, created = put_scope(
        scope_request(request),
        scopes=in_table(DynamoScopes),
        subscriptions=subscriptions(),
        rules=LibraryNameRules(),
        delegation_zone=zone,
        stack_administrators=stack,
        on_failure=log_failed_item,
        now=now,
    )
    check = in_table(DynamoAdministrators).read()
    recipients = recipients_of((*stack, *scope.administrators), check, now)
    shown = scope_view(scope, recipients, delegation_zone=zone)
    return json_response(201, shown, location=scope.name) if created else json_response(200, shown)
