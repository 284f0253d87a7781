"""Texts about the API as a whole. Its version and its summary are those of the project (pyproject.toml)."""

TITLE = "Certkeeper"
DESCRIPTION = """\
Requests to every route but the challenge responder are signed with AWS Signature Version 4. IAM policies on
the path decide who may do what, which is why the scope leads it. A path with a percent-escape is not found.

Refusals are problem documents (RFC 9457). `type` is stable, each of `errors` names a field and says what to
change, and nothing of what was sent is repeated. Refusals by API Gateway itself (a missing signature, a policy
that denies the call, an unknown route, too many requests) have types of their own: any route may answer with a
GatewayProblem.

`x-roles` names the policies of the stack whose holders may call an operation, everywhere or in one scope.

A `Location` is relative to the URL that was called, so it fits any stage and domain.
"""
SERVER = "https://{api}.execute-api.{region}.{suffix}/v1"
SERVER_VARIABLES = {
    "api": {"default": "api-id", "description": "The ApiId output of the stack"},
    "region": {"default": "eu-west-1"},
    "suffix": {
        "default": "amazonaws.com",
        "description": "amazonaws.com.cn in China, amazonaws.eu in the EU's sovereign cloud",
    },
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
    "orders": "Orders of certificates: place, verify, issue",
    "certificates": "Certificates that were issued or uploaded",
    "responder": "The challenge responder, which the CA calls",
}
"""The groups of operations, with a sentence about each."""

HEADERS = {
    "Cache-Control": {"description": "No response may be cached", "schema": {"const": "no-store"}},
    "ETag": {
        "description": "The revision of the certificate or scope in quotes; it goes into If-Match",
        "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
    },
    "Location": {
        "description": "The URL to read next, relative to the URL that was called",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer", "minimum": 1}},
}
"""The headers of responses."""
