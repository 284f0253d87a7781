"""GET /scopes/{scope}/certificates: lists the certificates of a scope, newest first, filtered and searched."""

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.domain.certificates.certificate import CertificateStatus
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.certificates import listed_certificate_view
from certkeeper.entrypoints.views.parts import page_view
from certkeeper.entrypoints.wiring.storage import in_table
from certkeeper.ports.certificates import CertificateFilter
from certkeeper.services.notices.policies import NoticePolicies
from certkeeper.services.reading import list_certificates


@operation("list_certificates")
def handler(request: Request) -> Response:
    """Return the answer to a request: 200 with a page of the scope's certificates, each with its next action."""
    now = utc_now()
    status = parameters.choice(request, "status", tuple(CertificateStatus))
    wanted = CertificateFilter(
        status=CertificateStatus(status) if status else None,
        text=parameters.text(request, "search") or "",
    )
    page = list_certificates(
        path.scope_name(request),
        wanted,
        certificates=in_table(DynamoCertificates),
        scopes=in_table(DynamoScopes),
        limit=parameters.limit(request),
        cursor=parameters.cursor(request),
        now=now,
    )
    notice_policies = NoticePolicies(in_table(DynamoScopes), settings.notice_days())
    return json_response(
        200,
        page_view(
            page.items,
            lambda one: listed_certificate_view(one, notice_policies.of(one), notice_policies.scope_of(one), now=now),
            page.next_cursor,
        ),
    )
