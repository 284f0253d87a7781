"""The operation of the challenge responder, which the CA calls."""

from certkeeper.entrypoints.contract.operations import Operation, Response
from certkeeper.entrypoints.contract.problems import Refusal
from certkeeper.entrypoints.http.problem import Kind

OPERATIONS = (
    Operation(
        "serve_challenge",
        "responder",
        "The key authorization of an http-01 token (RFC 8555 section 8.3)",
        description="Needs no signature. The owner of a site redirects /.well-known/acme-challenge/ to it, once. "
        "Refusals are plain text.",
        public=True,
        responses=(Response(200, "The key authorization", str, media_type="application/octet-stream"),),
        refusals=(Refusal("NotFound", (Kind.NOT_FOUND,), "; no order has this token now"),),
    ),
)
