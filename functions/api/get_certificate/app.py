"""GET /scopes/{scope}/certificates/{certificate_id}: one certificate, public parts only."""

from functools import cache

from certkeeper.adapters.aws.clients import client
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
from certkeeper.services.certificates.get_certificate import get_certificate
from certkeeper.services.notices.policies import Policies


@cache
def _certificates() -> DynamoCertificates:
    return DynamoCertificates(settings.table_name(), client("dynamodb"))


@cache
def _scopes() -> DynamoScopes:
    return DynamoScopes(settings.table_name(), client("dynamodb"))


@cache
def _history() -> DynamoHistory:
    return DynamoHistory(settings.table_name(), client("dynamodb"))


@operation("get_certificate")
def handler(request: Request) -> Response:
    """200."""
    certificate, versions, events = get_certificate(
        path.scope_name(request),
        path.identifier(request, "certificate"),
        certificates=_certificates(),
        history=_history(),
    )
    policy = Policies(_scopes(), settings.notice_days()).of(certificate)
    answer = certificate_with_history_view(certificate, versions, events, policy, now=utc_now())
    return json_response(200, answer, revision=certificate.revision)
