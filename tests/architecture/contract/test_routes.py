"""The API's contract (infra/openapi.yaml), the template's routes and the folders of functions are one."""

import json
from functools import cache
from typing import Any

import pytest
import yaml

from certkeeper.domain.dns.names import MAX_NAMES
from infra.bootstrap.environments import ROOT
from tests.architecture.deployed import FUNCTIONS, functions, resources
from tests.sam_translation import translated

PLACES = 5
"""From which Let's Encrypt validates, the first included.

https://community.letsencrypt.org/t/lets-encrypt-is-adding-two-new-remote-perspectives-for-domain-validation/214123
"""
LEAST_BURST_OF_A_REGION = 1250
METHODS = {"delete", "get", "patch", "post", "put"}
STANDS_FOR_A_STATUS = {
    "ACCESS_DENIED": 403,
    "EXPIRED_TOKEN": 403,
    "INVALID_SIGNATURE": 403,
    "MISSING_AUTHENTICATION_TOKEN": 403,
    "THROTTLED": 429,
}
"""Gateway responses whose status is known (API Gateway, "Gateway response types"); the defaults serve several."""


@cache
def contract() -> dict[str, Any]:
    """The contract."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "infra" / "openapi.yaml").read_text(encoding="utf-8"))
    return found


def operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Method, path and description of each operation, by its id."""
    return {
        operation["operationId"]: (method.upper(), path, operation)
        for path, item in contract()["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


def test_what_the_contract_promises_is_routed_to_the_folder_of_its_name() -> None:
    """Operation ids, methods and paths are the same in contract, template and tree; one route has no function."""
    promised = {name: [(method, path)] for name, (method, path, _) in operations().items()}
    routed = {each.operation: each.routes for each in functions() if each.routes}
    assert routed.keys() == {folder.parent.name for folder in FUNCTIONS.glob("api/*/app.py")}
    assert promised == {**routed, **{name: [(method, path)] for name, (method, path, _) in gateway_routes().items()}}


def test_what_the_contract_opens_is_open_and_nothing_else() -> None:
    """IAM is the default; an operation is public only where the contract and the template both say so."""
    promised = {name for name, (_, _, operation) in operations().items() if operation.get("security") == []}
    opened = {name for name, (_, _, route) in gateway_routes().items() if route["security"] == [{"NONE": []}]}
    assert promised == opened == gateway_routes().keys() == {"serve_challenge"}
    assert all("Auth" not in event["Properties"] for each in functions() for event in each.events)
    assert _api()["Auth"] == {"DefaultAuthorizer": "AWS_IAM", "InvokeRole": "NONE"}
    signed = {
        (path, method): route["security"]
        for path, item in translated()["Resources"]["Api"]["Properties"]["Body"]["paths"].items()
        for method, route in item.items()
        if route.get("operationId") not in opened
    }
    assert len(signed) == len(operations()) - 1
    assert all(security == [{"AWS_IAM": []}] for security in signed.values())


def test_the_responders_path_is_the_one_that_cas_ask() -> None:
    """RFC 8555 section 8.3."""
    assert operations()["serve_challenge"][:2] == ("GET", "/.well-known/acme-challenge/{token}")


def test_each_public_route_has_a_throttle_of_its_own() -> None:
    """For 100 names, visited from five places at once and by Certkeeper; and below what each region allows an API.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
    """
    for method, path, _ in gateway_routes().values():
        wanted = {"HttpMethod": method, "ResourcePath": "/" + path.replace("/", "~1")}
        (setting,) = (each for each in _api()["MethodSettings"] if wanted.items() <= each.items())
        assert setting["ThrottlingRateLimit"] == 50
        assert MAX_NAMES * (1 + PLACES) <= setting["ThrottlingBurstLimit"] <= LEAST_BURST_OF_A_REGION


@pytest.mark.parametrize("kind", [*STANDS_FOR_A_STATUS, "DEFAULT_4XX", "DEFAULT_5XX"])
def test_what_api_gateway_refuses_is_a_problem_document_of_the_contract(kind: str) -> None:
    """Its text is fixed: no variable repeats what was sent."""
    response = _api()["GatewayResponses"][kind]
    assert response["ResponseParameters"]["Headers"]["Content-Type"] == "'application/problem+json'"
    text = response["ResponseTemplates"]["application/json"]
    problem = json.loads(text)
    schema = contract()["components"]["schemas"]["GatewayProblem"]
    assert problem["type"] in schema["properties"]["type"]["enum"]
    assert set(schema["required"]) <= problem.keys() <= schema["properties"].keys()
    assert problem.get("status") == STANDS_FOR_A_STATUS.get(kind)
    assert text.replace("$context.error.responseType", "").count("$") == 0


def gateway_routes() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Method, path and definition of each route that API Gateway answers by itself, by its operation."""
    return {
        route["operationId"]: (method.upper(), path, route)
        for path, item in _api()["DefinitionBody"]["paths"].items()
        for method, route in item.items()
    }


def _api() -> dict[str, Any]:
    return resources("AWS::Serverless::Api")["Api"]
