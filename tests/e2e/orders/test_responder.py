"""The challenge responder as the world sees it: API Gateway reads the table by itself, under a role of its own."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import pytest

from certkeeper.adapters.dynamodb.responder import DynamoResponder
from tests.contracts.rows.responder import THUMBPRINT, UNTIL, ResponderContract, Visit, tokens_of_an_order

if TYPE_CHECKING:
    from infra.local.aws import Cloud
    from infra.local.caller import Answer, Caller
    from infra.local.deploy import Deployed

PATH = "/.well-known/acme-challenge/"
NOT_FOUND = (404, "text/plain; charset=utf-8", b"Not found")
(TOKEN,) = tokens_of_an_order(1, "stranger")
STRANGE = {
    "too short": "a" * 21,
    "too long": "a" * 129,
    "empty": "%20",
    "a quotation mark": TOKEN + "%22",
    "the end of the JSON": TOKEN + "%22%7D,%22sk%22:%7B%22S%22:%22x%22%7D%7D",
    "a reference": "$input.params('token')AAAAAAAAAAAA",
    "a directive": "%23set($token=%27x%27)AAAAAAAAAAAA",
    "a line break": TOKEN + "%0A",
    "an escape in it": TOKEN + "%00",
    "another alphabet": TOKEN + "=",
    "no text": "%FF%FE" * 22,
}
"""Texts that no CA has given as a token, as they stand in a path."""


@pytest.fixture(scope="module")
def responder(cloud: Cloud, deployed: Deployed) -> DynamoResponder:
    """The adapter that the tasks of an order use, on the deployed table."""
    client = cloud.session.client("dynamodb", endpoint_url=cloud.endpoint)
    return DynamoResponder(deployed.outputs["TableName"], client)


def ask(nobody: Caller, token: str) -> Answer:
    """What the API answers to somebody who signs nothing."""
    return nobody.request("GET", PATH + token)


def shape(answer: Answer) -> tuple[int, str, bytes]:
    """Status, media type and body."""
    return answer.status, answer.headers["content-type"], answer.body


@pytest.fixture
def visit(nobody: Caller) -> Visit:
    """The API, asked without a signature."""

    def answered(token: str) -> str | None:
        answer = ask(nobody, token)
        if answer.status == 404:
            return None
        assert answer.status == 200, answer
        return answer.body.decode("ascii")

    return answered


class TestResponderOfTheApi(ResponderContract):
    """API Gateway, DynamoDB, and nothing between them."""


def test_an_answer_is_what_rfc_8555_wants(responder: DynamoResponder, nobody: Caller) -> None:
    """Section 8.3; whatever a redirect of the site has added to the URL, and never from a cache."""
    responder.present([TOKEN], THUMBPRINT, UNTIL)
    expected = (200, "application/octet-stream", f"{TOKEN}.{THUMBPRINT}".encode())
    answer = ask(nobody, f"{TOKEN}?utm=x&token={'b' * 43}")
    assert shape(answer) == expected
    assert (answer.headers["cache-control"], answer.headers["x-content-type-options"]) == ("no-store", "nosniff")
    headers = {"token": "b" * 43, "Accept": "text/html"}
    assert shape(nobody.request("GET", PATH + TOKEN, headers=headers)) == expected


@pytest.mark.parametrize("token", STRANGE.values(), ids=STRANGE.keys())
def test_what_no_ca_can_have_given_is_not_found(responder: DynamoResponder, nobody: Caller, token: str) -> None:
    """Though it begins with a token that is answered; nothing of it comes back."""
    responder.present([TOKEN], THUMBPRINT, UNTIL)
    assert shape(ask(nobody, token)) == NOT_FOUND


def test_a_strangers_body_is_no_request_to_the_table(responder: DynamoResponder, nobody: Caller) -> None:
    """Of the media type that there is a template for it is passed over, of any other it is refused."""
    responder.present([TOKEN], THUMBPRINT, UNTIL)
    body = {"TableName": "certkeeper", "Key": {"pk": {"S": "SCOPES"}, "sk": {"S": "SCOPES"}}}
    send = partial(nobody.request, "GET", PATH + TOKEN, body=body)
    assert send().body == f"{TOKEN}.{THUMBPRINT}".encode()
    for media_type in ("text/plain", "application/x-amz-json-1.0", "application/xml"):
        refused = send(headers={"Content-Type": media_type})
        assert (refused.status, refused.json()["type"]) == (415, "urn:certkeeper:problem:gateway-refused")


def test_only_get_is_open(nobody: Caller) -> None:
    """Other methods are no routes."""
    assert {nobody.request(method, PATH + TOKEN).status for method in ("POST", "PUT", "DELETE", "HEAD")} == {403}


def test_a_table_that_says_no_is_no_ones_business(cloud: Cloud, deployed: Deployed, nobody: Caller) -> None:
    """503 with when to come again, and not a word of DynamoDB's: here the role has lost its right."""
    iam = cloud.session.client("iam", endpoint_url=cloud.endpoint)
    stack = cloud.session.client("cloudformation", endpoint_url=cloud.endpoint)
    found = stack.describe_stack_resource(StackName=deployed.outputs["StackId"], LogicalResourceId="ResponderRole")
    which = {"RoleName": found["StackResourceDetail"]["PhysicalResourceId"], "PolicyName": "challenges"}
    document = iam.get_role_policy(**which)["PolicyDocument"]
    iam.delete_role_policy(**which)
    try:
        answer = ask(nobody, TOKEN)
    finally:
        iam.put_role_policy(**which, PolicyDocument=json.dumps(document))
    assert shape(answer) == (
        503,
        "text/plain; charset=utf-8",
        b"A service that Certkeeper needs does not answer right now",
    )
    assert answer.headers["retry-after"] == "1"
