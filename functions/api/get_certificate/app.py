"""GET /scopes/{scope}/certificates/{certificate_id}: shows one certificate, public parts only."""

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.history import DynamoHistory
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.certificates import certificate_with_history_view
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.services.notices.policies import NoticePolicies
from certkeeper.services.reading import get_certificate


@operation("get_certificate")
def handler(request: Request) -> Response:
    """Return the answer to a request: 200 with the certificate, its versions, its history and its next action."""
    certificate, versions, events = get_certificate(
        path.scope_name(request),
        path.identifier(request, "certificate"),
        certificates=in_table(DynamoCertificates),
        events_of=in_table(DynamoHistory).of,
    )
    policies = NoticePolicies(in_table(DynamoScopes), settings.notice_days())
    policy, scope = policies.of(certificate), policies.scope_of(certificate)
    answer = certificate_with_history_view(certificate, versions, events, policy, scope, now=utc_now())
    return json_response(200, answer, revision=certificate.revision)
