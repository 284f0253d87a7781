"""The challenge responder: what a CA asks."""

from certkeeper.entrypoints.contract.operations import Operation, Response
from certkeeper.entrypoints.contract.problems import Refusal
from certkeeper.entrypoints.http.problem import Kind

OPERATIONS = (
    Operation(
        "serve_challenge",
        "responder",
        "What the CA is redirected to (RFC 8555 section 8.3)",
        description="Public. The owner of a site redirects this path here, once. Refusals are plain text: a CA reads "
        "nothing else.",
        public=True,
        responses=(
            Response(200, "The key authorization, and nothing else", str, media_type="application/octet-stream"),
        ),
        refusals=(Refusal("NotFound", (Kind.NOT_FOUND,), "; no order has this token now"),),
    ),
)
