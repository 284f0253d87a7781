"""Bad bodies: each is refused with its own type, a pointer to the field where there is one, and no word of it."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from certkeeper.entrypoints.http.body import MAX_BODY_BYTES
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.challenges import named_challenge
from certkeeper.entrypoints.requests.orders import order_request
from tests.fakes.api_gateway import JSON_TYPE, proxy_event

CANARY = "CANARY7"
ROUTE = "POST /scopes/{scope}/orders"
URN = "urn:certkeeper:problem:"


@operation("place_order")
def place(request: Request) -> Response:
    """Takes an order's body."""
    return json_response(202, {"names": len(order_request(request).names)})


@operation("verify_challenge")
def verify(request: Request) -> Response:
    """Takes an optional body."""
    return json_response(200, {"challenge": named_challenge(request)})


@operation("cancel_order")
def without_body(_request: Request) -> Response:
    """Takes no body."""
    return json_response(200, {})


def send(body: str | None, content_type: str | None = "application/json", *, is_base64: bool = False) -> dict[str, Any]:
    """The answer of `place`."""
    headers = {} if content_type is None else {"Content-Type": content_type}
    return place(proxy_event(ROUTE, {"scope": "shop"}, headers=headers, body=body, is_base64=is_base64), None)


MALFORMED = {
    "nothing": None,
    "an empty text": "",
    "half an object": '{"names": ["' + CANARY,
    "another language": f"<order>{CANARY}</order>",
    "two documents": f'{{"names": ["{CANARY}"]}} {{}}',
    "deep nesting of lists": "[" * 20_000,
    "deep nesting of objects": '{"a":' * 10_000,
    "deep nesting in a field": '{"names":' + "[" * 20_000 + "]" * 20_000 + "}",
    "a huge whole number": '{"names": ' + "9" * 5_000 + "}",
    "a whole number beyond 64 bits": '{"names": 99999999999999999999}',
    "a number beyond all numbers": '{"names": 1e999}',
    "not a number": '{"names": NaN}',
    "infinity": '{"names": -Infinity}',
    "a repeated key": f'{{"names": ["a.example"], "names": ["{CANARY}.example"]}}',
    "a repeated key further in": f'{{"names": [{{"{CANARY}": 1, "{CANARY}": 2}}]}}',
    "a key with a control character": f'{{"{CANARY}\\u0000": 1}}',
    "a key with a lone surrogate": f'{{"{CANARY}\\ud800": 1}}',
    "a raw control character": f'{{"names": ["{CANARY}\x00"]}}',
    "a raw lone surrogate": f'{{"names": ["{CANARY}\ud800"]}}',
    "a byte order mark": f'\ufeff{{"names": ["{CANARY}"]}}',
    "a list": f'["{CANARY}"]',
    "a text": f'"{CANARY}"',
    "null": "null",
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_json_object_is_malformed(body: str | None) -> None:
    """What two readers could understand differently is no better than what nobody can read."""
    answer = send(body)
    document = json.loads(answer["body"])
    assert (answer["statusCode"], document["type"]) == (400, URN + "malformed-body")
    assert document["errors"][0]["pointer"] == ""
    assert CANARY not in str(answer)


INVALID = {
    "an unknown field": ({"names": ["a.example"], CANARY: 1}, "", "unknown_field"),
    "no names": ({}, "/names", "required"),
    "an empty list": ({"names": []}, "/names", "too_short"),
    "too many names": ({"names": [f"{CANARY}.example"] * 101}, "/names", "too_long"),
    "a text for a list": ({"names": CANARY}, "/names", "wrong_type"),
    "an object for a list": ({"names": {CANARY: CANARY}}, "/names", "wrong_type"),
    "a number for a name": ({"names": ["a.example", 7]}, "/names/1", "wrong_type"),
    "null for a name": ({"names": [None]}, "/names/0", "wrong_type"),
    "an empty name": ({"names": [""]}, "/names/0", "too_short"),
    "a name that is too long": ({"names": [CANARY * 40]}, "/names/0", "too_long"),
    "a NUL": ({"names": [f"{CANARY}\0.example"]}, "/names/0", "unprintable"),
    "a line break": ({"names": [f"{CANARY}\n.example"]}, "/names/0", "unprintable"),
    "a lone surrogate": ({"names": [f"{CANARY}\ud800"]}, "/names/0", "unprintable"),
    "a bidi override": (
        {"names": ["a.example"], "certificate_name": f"{CANARY}\u202e"},
        "/certificate_name",
        "unprintable",
    ),
    "blanks around": ({"names": ["a.example"], "certificate_name": f" {CANARY}"}, "/certificate_name", "unprintable"),
    "an unknown challenge": ({"names": ["a.example"], "challenge": CANARY}, "/challenge", "not_one_of"),
    "a list for a challenge": ({"names": ["a.example"], "challenge": ["http-01"]}, "/challenge", "not_one_of"),
    "an unknown key type": ({"names": ["a.example"], "key_type": CANARY}, "/key_type", "not_one_of"),
    "true for the steps": ({"names": ["a.example"], "steps": True}, "/steps", "not_one_of"),
}


@pytest.mark.parametrize(("document", "pointer", "code"), INVALID.values(), ids=INVALID.keys())
def test_a_wrong_field_is_pointed_at(document: dict[str, Any], pointer: str, code: str) -> None:
    """The pointer names known fields only: an unknown field's name is the sender's, and stays out."""
    answer = send(json.dumps(document))
    problem = json.loads(answer["body"])
    assert (answer["statusCode"], problem["type"]) == (400, URN + "invalid-body")
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [(pointer, code)]
    assert CANARY not in str(answer)


def test_each_wrong_field_has_its_own_error() -> None:
    """A person mends everything at once."""
    problem = json.loads(send(json.dumps({"names": [1, "a.example", 2], "steps": 3}))["body"])
    assert [error["pointer"] for error in problem["errors"]] == ["/names/0", "/names/2", "/steps"]


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "application/json2",
    ],
)
def test_another_kind_of_body_is_415(content_type: str | None) -> None:
    """Form posts of a browser never reach an operation."""
    answer = send('{"names": ["a.example"]}', content_type)
    problem = json.loads(answer["body"])
    assert (answer["statusCode"], problem["type"]) == (415, URN + "unsupported-media-type")
    assert problem["errors"][0]["header"] == "Content-Type"


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON", 'application/json; charset="UTF-8"'])
def test_json_is_recognised_however_it_is_written(content_type: str) -> None:
    """RFC 9110 section 8.3.1: media types ignore case and may have parameters."""
    assert send('{"names": ["a.example"]}', content_type)["statusCode"] == 202


def test_the_bound_counts_bytes() -> None:
    """A character may be four bytes long."""
    head, tail = '{"names": ["a.example"], "certificate_name": "', '"}'
    room = MAX_BODY_BYTES - len(head + tail)
    assert send(head + "a" * room + tail)["statusCode"] == 400
    answer = send(head + "a" * (room - 1) + "ä" + tail)
    assert (answer["statusCode"], json.loads(answer["body"])["type"]) == (413, URN + "body-too-large")


def test_the_largest_order_fits_into_the_bound() -> None:
    """A hundred names of the greatest length, escaped as badly as they can be short of every letter."""
    names = [".".join(["ä" * 30] * 8) + f"{number:03}" for number in range(100)]
    assert len(names[0]) <= 253
    assert send(json.dumps({"names": names}, ensure_ascii=False))["statusCode"] == 202


def test_a_body_in_base64_is_the_body() -> None:
    """API Gateway encodes what it takes for binary."""
    body = json.dumps({"names": ["ä.example"]}).encode()
    assert send(base64.b64encode(body).decode(), is_base64=True)["statusCode"] == 202


@pytest.mark.parametrize("body", ["%%%", "e30", base64.b64encode(b"\xff\xfe{}").decode()])
def test_broken_base64_is_malformed(body: str) -> None:
    """So are bytes that are no UTF-8."""
    answer = send(body, is_base64=True)
    assert (answer["statusCode"], json.loads(answer["body"])["type"]) == (400, URN + "malformed-body")


@pytest.mark.parametrize("body", [None, "", "{}"])
def test_an_optional_body_may_be_missing(body: str | None) -> None:
    """Verify with nothing to say needs no Content-Type either."""
    headers = JSON_TYPE if body else {}
    assert verify(proxy_event(ROUTE, headers=headers, body=body), None)["statusCode"] == 200


def test_an_optional_body_that_cannot_be_read_is_not_missing() -> None:
    """What came is refused, and not passed over."""
    assert verify(proxy_event(ROUTE, headers=JSON_TYPE, body="%", is_base64=True), None)["statusCode"] == 400


@pytest.mark.parametrize(
    ("body", "challenge"), [("{}", None), ('{"challenge": null}', None), ('{"challenge": "dns-01"}', "dns-01")]
)
def test_verify_may_name_a_challenge(body: str, challenge: str | None) -> None:
    """Or leave the order's as it is."""
    answer = verify(proxy_event(ROUTE, headers=JSON_TYPE, body=body), None)
    assert json.loads(answer["body"]) == {"challenge": challenge}


VERIFY_INVALID = {
    "an unknown field": ({CANARY: 1}, [("", "unknown_field")]),
    "several unknown fields": ({CANARY: 1, CANARY * 2: 1}, [("", "unknown_field")]),
    "an unknown challenge": ({"challenge": CANARY}, [("/challenge", "not_one_of")]),
    "a list": ({"challenge": [CANARY]}, [("/challenge", "not_one_of")]),
    "an object": ({"challenge": {CANARY: "http-01"}}, [("/challenge", "not_one_of")]),
    "true": ({"challenge": True}, [("/challenge", "not_one_of")]),
    "everything": ({"challenge": 7, CANARY: 1}, [("", "unknown_field"), ("/challenge", "not_one_of")]),
}


@pytest.mark.parametrize(("document", "found"), VERIFY_INVALID.values(), ids=VERIFY_INVALID.keys())
def test_verify_is_as_strict_as_the_others(document: dict[str, Any], found: list[tuple[str, str]]) -> None:
    """Its body may be missing, but not wrong."""
    answer = verify(proxy_event(ROUTE, headers=JSON_TYPE, body=json.dumps(document)), None)
    assert [(error["pointer"], error["code"]) for error in json.loads(answer["body"])["errors"]] == found
    assert answer["statusCode"] == 400
    assert CANARY not in str(answer)


@pytest.mark.parametrize(("body", "status"), [(None, 200), ("", 200), ("{}", 200), ('{"a": 1}', 400), ("[]", 400)])
def test_an_operation_without_a_body_refuses_one(body: str | None, status: int) -> None:
    """Whoever sends fields believes that they do something."""
    assert without_body(proxy_event("DELETE /x", headers=JSON_TYPE, body=body), None)["statusCode"] == status
