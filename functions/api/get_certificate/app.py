"""GET /scopes/{scope}/certificates/{certificate_id}: one certificate, public parts only."""

from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.views.certificates import certificate_with_chain_view
from certkeeper.entrypoints.views.history import history_view
from certkeeper.entrypoints.views.renewals import next_action_view
from certkeeper.entrypoints.wiring.table.certificates import certificates
from certkeeper.entrypoints.wiring.table.history import history
from certkeeper.entrypoints.wiring.table.scopes import scopes
from certkeeper.services.notices.policies import Policies
from certkeeper.services.reading import get_certificate


@operation()
def handler(request: Request) -> Response:
    """200."""
    certificate, versions, events = get_certificate(
        path.scope_name(request),
        path.identifier(request, "certificate"),
        certificates=certificates(),
        events_of=history().of,
    )
    shown = certificate_with_chain_view(certificate, versions, now=utc_now())
    policy = Policies(scopes(), settings.notice_days()).of(certificate)
    answer = {**shown, "next_action": next_action_view(certificate, policy), "history": history_view(events)}
    return json_response(200, answer, revision=certificate.revision)
