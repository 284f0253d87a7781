"""The events that API Gateway sends to a handler: REST proxy (payload 1.0), with every member that AWS documents.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

CALLER = "arn:aws:sts::123456789012:assumed-role/operator/olive"
REQUEST_ID = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
REQUEST_CONTEXT = {
    "accountId": "123456789012",
    "apiId": "1234567890",
    "protocol": "HTTP/1.1",
    "requestId": REQUEST_ID,
    "requestTime": "15/Jan/2026:12:00:00 +0000",
    "requestTimeEpoch": 1768478400000,
    "resourceId": "123456",
    "stage": "v1",
}
IDENTITY = {
    "accessKey": "ASIAEXAMPLE",
    "accountId": "123456789012",
    "caller": "AROAEXAMPLE:olive",
    "sourceIp": "192.0.2.1",
    "user": "AROAEXAMPLE:olive",
    "userAgent": "curl/8",
}
JSON_TYPE = {"Content-Type": "application/json"}


def proxy_event(
    route: str,
    path: Mapping[str, str] | None = None,
    *,
    query: Mapping[str, list[str]] | None = None,
    headers: Mapping[str, str] | None = None,
    body: str | None = None,
    is_base64: bool = False,
    caller: str | None = CALLER,
) -> dict[str, Any]:
    """The event for a route such as `GET /scopes/{scope}/orders`; what is empty is None, as at AWS."""
    method, resource = route.split(" ")
    spelt = resource
    for name, value in (path or {}).items():
        spelt = spelt.replace(f"{{{name}}}", value)
    return {
        "resource": resource,
        "path": spelt,
        "httpMethod": method,
        "headers": dict(headers) if headers else None,
        "multiValueHeaders": {name: [value] for name, value in headers.items()} if headers else None,
        "queryStringParameters": {name: values[-1] for name, values in query.items()} if query else None,
        "multiValueQueryStringParameters": dict(query) if query else None,
        "pathParameters": dict(path) if path else None,
        "stageVariables": None,
        "requestContext": {
            **REQUEST_CONTEXT,
            "httpMethod": method,
            "identity": {**IDENTITY, "userArn": caller},
            "path": f"/v1{spelt}",
            "resourcePath": resource,
        },
        "body": body,
        "isBase64Encoded": is_base64,
    }


def json_event(
    route: str,
    path: Mapping[str, str] | None,
    document: object,
    *,
    headers: Mapping[str, str] | None = None,
    caller: str | None = CALLER,
) -> dict[str, Any]:
    """The event of a request with a JSON body."""
    return proxy_event(route, path, body=json.dumps(document), headers={**JSON_TYPE, **(headers or {})}, caller=caller)
