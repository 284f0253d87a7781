"""API Gateway's own answers are those of the template, also when IAM denies a call or a function fails.

SAM writes `GatewayResponses` into the API's OpenAPI document, as `x-amazon-apigateway-gateway-responses`; stock
ministack drops it there. A denied call is answered like one of another service, and a function's failure with the whole
error, stack trace and all. AWS answers with the gateway responses ACCESS_DENIED and DEFAULT_5XX, and keeps the error to
itself. (API Gateway developer guide, "Gateway responses for REST APIs".)
"""

from collections.abc import Mapping
from typing import Any

from ministack import app
from ministack.core.iam_evaluator import AuthError
from ministack.services import apigateway_v1

from infra.local.emulator.rewriting import rewrite

CORRECTION = "gateway_responses"

_DENIED = "AccessDeniedException"

_IMPORTS_THEM = {"    return api_id\n": "    _import_gateway_responses(api_id, spec)\n    return api_id\n"}
_KEEPS_THE_ERROR = {
    'return 502, {"Content-Type": "application/json"}, json.dumps({"message": err}).encode()': (
        'return _gw_error("DEFAULT_5XX", "Internal server error")'
    ),
}
_DENIES = {
    "    if denied:\n        return denied\n": (
        "    if denied:\n        return _denial(denied, api_id, stage, headers, query_params)\n"
    ),
}
Response = tuple[int, Mapping[str, str], bytes]


def _denial(denied: Response, api_id: str, stage: str, headers: dict[str, str], query: dict[str, Any]) -> Response:
    """The answer to a call that IAM denied, or that was refused before."""
    if denied[1].get("x-amzn-ErrorType", denied[1].get("x-amzn-errortype")) != _DENIED:
        return denied
    error = AuthError(_DENIED, "User is not authorized to access this resource")
    rendered: Response | None = apigateway_v1.authentication_error_response(api_id, stage, error, headers, query)
    return rendered or denied


def _import_gateway_responses(api_id: str, document: Mapping[str, Any]) -> None:
    """Put each response of the document, as the API of the service would."""
    for kind, response in document.get("x-amazon-apigateway-gateway-responses", {}).items():
        status, _, body = apigateway_v1._put_gateway_response(api_id, kind, response)  # noqa: SLF001 - see above
        if status >= 400:  # noqa: PLR2004 - an HTTP error
            raise ValueError(f"gateway response {kind}: {body}")


def install() -> None:
    """Read the responses from the document, and answer failures with them."""
    apigateway_v1._import_gateway_responses = _import_gateway_responses  # noqa: SLF001 - looked up there
    apigateway_v1._AUTHENTICATION_GATEWAY_ERRORS[_DENIED] = ("ACCESS_DENIED", _DENIED)  # noqa: SLF001
    app._denial = _denial  # noqa: SLF001
    rewrite(app, "_handle_execute_api_request", _DENIES, CORRECTION)
    rewrite(apigateway_v1, "_import_rest_api", _IMPORTS_THEM, CORRECTION)
    rewrite(apigateway_v1, "_invoke_lambda_proxy_v1", _KEEPS_THE_ERROR, CORRECTION)
