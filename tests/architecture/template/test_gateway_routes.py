"""Routes without a function: what API Gateway does with a stranger's request is decided by the template alone."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.responder import TOKEN as ROW
from certkeeper.adapters.dynamodb.responder import Token
from certkeeper.entrypoints.contract.operations import TOKEN
from tests.architecture.deployed import resources

HEADER = "method.response.header."
_REPEATS_THE_REQUEST = re.compile(r"\$input\.(params|body)|\$context\.(?!responseOverride)|\$method")
_PATTERN = re.compile(r"\.matches\('([^']+)'\)")


def routes() -> dict[str, dict[str, Any]]:
    """The definition of each route, by its operation."""
    paths = resources("AWS::Serverless::Api")["Api"]["DefinitionBody"]["paths"]
    return {route["operationId"]: route for item in paths.values() for route in item.values()}


EVERY = pytest.mark.parametrize("name", routes())


def integration(name: str) -> dict[str, Any]:
    """What API Gateway does for a route."""
    found: dict[str, Any] = routes()[name]["x-amazon-apigateway-integration"]
    return found


@EVERY
def test_no_body_of_a_stranger_is_handed_on(name: str) -> None:
    """The role of the route would be lent to whoever sends a media type that no template is for.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
    """
    assert integration(name)["type"] == "aws"
    assert integration(name)["passthroughBehavior"] == "never"
    assert integration(name)["requestTemplates"].keys() == {"application/json"}


@EVERY
def test_no_response_has_anything_of_the_request(name: str) -> None:
    """And there is one for whatever the back end says, or its own error would be the answer."""
    responses = integration(name)["responses"]
    assert "default" in responses
    for response in responses.values():
        texts = [*response["responseTemplates"].values(), *response["responseParameters"].values()]
        assert texts
        assert not [text for text in texts if _REPEATS_THE_REQUEST.search(text)]


@EVERY
def test_every_header_is_declared(name: str) -> None:
    """API Gateway refuses the import of a mapping to a header that the method's response does not have."""
    for response in integration(name)["responses"].values():
        declared = routes()[name]["responses"][response["statusCode"]]["headers"]
        assert {each.removeprefix(HEADER) for each in response["responseParameters"]} == declared.keys()
        assert all(each.startswith(HEADER) for each in response["responseParameters"])


def test_the_responder_asks_for_the_row_that_the_adapter_writes() -> None:
    """With a text that can only be a token, so none of it can end the JSON that it stands in."""
    template, names = integration("serve_challenge")["requestTemplates"]["application/json"]["Fn::Sub"]
    assert _PATTERN.findall(template) == [TOKEN]
    request = json.loads(template[template.index("{\n") :].replace("$token", "x" * 43))
    assert (request["TableName"], names) == ("${TableName}", {"TableName": {"Ref": "Table"}})
    assert request["Key"] == keys.challenge("x" * 43).attributes()
    assert request["ConsistentRead"] is True
    assert request["ProjectionExpression"] in ROW.row(Token("token.thumbprint", 0))


def test_the_responder_answers_with_a_key_authorization_and_nothing_else() -> None:
    """A token, a point, and the SHA-256 of a key in base64url (RFC 8555 section 8.1). No space stands before it."""
    template = integration("serve_challenge")["responses"]["200"]["responseTemplates"]["application/json"]
    assert _PATTERN.findall(template) == [TOKEN + "[.][A-Za-z0-9_-]{43}"]
    assert "$.Item.key_authorization.S" in template
    assert re.search(r"\s", template.partition("$answer#else")[0].replace(" = ", "")) is None
