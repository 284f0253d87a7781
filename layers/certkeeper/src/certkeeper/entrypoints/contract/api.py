"""What is said of the API as a whole. Its version and its summary are those of the project (pyproject.toml)."""

TITLE = "Certkeeper"
DESCRIPTION = """\
Every route but the challenge responder wants a request signed with AWS Signature Version 4; IAM policies on
the path decide who may do what, which is why the scope leads it. Paths are written plainly: one with a
percent-escape is not found.

Refusals are problem documents (RFC 9457). `type` is stable, `errors` points at each field, and nothing of
what was sent is repeated. API Gateway's own refusals (a missing signature, a policy that says no, an unknown
route, too many requests) have types of their own: see GatewayProblem, which any route may answer with.

`x-roles` names the policies of the stack whose holders may call an operation; a role for one scope may do so there.

A `Location` is relative to the URL that was called, so it fits any stage and domain.
"""
SERVER = "https://{api}.execute-api.{region}.amazonaws.com/v1"
SERVER_VARIABLES = {
    "api": {"default": "api-id", "description": "The ApiId output of the stack"},
    "region": {"default": "eu-west-1"},
}
SIGNATURE = {
    "type": "apiKey",
    "name": "Authorization",
    "in": "header",
    "description": "AWS Signature Version 4 for the service execute-api",
    "x-amazon-apigateway-authtype": "awsSigv4",
}
TAGS = {
    "scopes": "Where a certificate may be used",
    "orders": "One run of order, verify and issue",
    "certificates": "What has been issued",
    "responder": "What the CA asks",
}
"""What operations are grouped by, with a sentence about each."""

HEADERS = {
    "Cache-Control": {"description": "No answer may be kept by a cache", "schema": {"const": "no-store"}},
    "ETag": {
        "description": "The certificate's revision in quotes; it goes into If-Match",
        "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
    },
    "Location": {
        "description": "Where to look next, relative to the URL that was called",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer", "minimum": 1}},
}
"""The headers of answers."""
