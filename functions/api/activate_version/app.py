"""POST /scopes/{scope}/certificates/{certificate_id}/versions/{version}/activation: it is current again."""

from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.activations import activation
from certkeeper.entrypoints.wiring.activations import activated


@operation("activate_version")
def handler(request: Request) -> Response:
    """Return the answer to a request: 200 with the certificate, whose secret hands out the version."""
    wish = activation(request, "activate_version", by_administrator=False)
    shown, revision = activated(wish, utc_now())
    return json_response(200, shown, revision=revision)
