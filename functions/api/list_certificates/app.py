"""GET /scopes/{scope}/certificates: the certificates of a scope, newest first, filtered and searched."""

from datetime import datetime
from functools import partial
from typing import Any

from certkeeper.domain.certificates.certificate import Certificate, CertificateStatus
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.certificates import certificate_view
from certkeeper.entrypoints.views.pages import page_view
from certkeeper.entrypoints.views.renewals import next_action_view
from certkeeper.entrypoints.wiring.table.certificates import certificates
from certkeeper.entrypoints.wiring.table.scopes import scopes
from certkeeper.ports.certificates import CertificateFilter
from certkeeper.services.notices.policies import Policies
from certkeeper.services.reading import list_certificates


@operation(query={"limit", "cursor", "status", "search"})
def handler(request: Request) -> Response:
    """200 with one page."""
    now = utc_now()
    status = parameters.choice(request, "status", tuple(CertificateStatus))
    wanted = CertificateFilter(
        status=CertificateStatus(status) if status else None,
        text=(parameters.text(request, "search") or "").lower(),
    )
    page = list_certificates(
        path.scope_name(request),
        wanted,
        certificates=certificates(),
        scopes=scopes(),
        limit=parameters.limit(request),
        cursor=parameters.cursor(request),
        now=now,
    )
    policies = Policies(scopes(), settings.notice_days())
    return json_response(200, page_view(page.items, partial(_shown, policies, now), page.next_cursor))


def _shown(policies: Policies, now: datetime, certificate: Certificate) -> dict[str, Any]:
    """A certificate of the list, with what comes next for it."""
    following = next_action_view(certificate, policies.of(certificate))
    return {**certificate_view(certificate, now=now), "next_action": following}
