"""Bad input is never Certkeeper's mistake (5xx), and no answer repeats it."""

from __future__ import annotations

import base64
import itertools
import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.challenges import named_challenge
from certkeeper.entrypoints.requests.exports import export_choice
from certkeeper.entrypoints.requests.orders import order_request
from certkeeper.entrypoints.requests.scopes import scope_request
from tests.fakes.api_gateway import JSON_TYPE, proxy_event

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.entrypoints.http.request import Request

    Event = dict[str, Any]
    Handler = Callable[[Event, None], Event]

CANARY = "CANARY7"


@operation("list_certificates")
def parts(request: Request) -> Response:
    """Reads the path and the query, and answers with nothing of them."""
    path.scope_name(request)
    path.identifier(request, "order")
    parameters.limit(request)
    parameters.cursor(request)
    parameters.choice(request, "status", ("active",))
    return json_response(200, {})


READERS: dict[str, Callable[[Request], object]] = {
    "place_order": order_request,
    "put_scope": scope_request,
    "export_certificate": export_choice,
    "verify_challenge": named_challenge,
}


def bodies(name: str, reader: Callable[[Request], object]) -> Handler:
    """An operation that reads its body."""

    @operation(name)
    def reading(request: Request) -> Response:
        reader(request)
        return json_response(200, {})

    return reading


@operation("cancel_order")
def no_body(_request: Request) -> Response:
    """Reads nothing."""
    return json_response(200, {})


SIGNED: tuple[Handler, ...] = (parts, no_body, *itertools.starmap(bodies, READERS.items()))


marked = st.text(max_size=30).map(lambda text: text + CANARY)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | marked,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(marked, inner, max_size=4),
    max_leaves=12,
)
fields = st.sampled_from(["names", "certificate_name", "challenge", "key_type", "steps", "kind", "domain", "format"])
documents = values | st.dictionaries(fields | marked, values | st.lists(marked), max_size=6)
texts = documents.map(json.dumps) | documents.map(lambda it: json.dumps(it, ensure_ascii=False)) | marked
encoded = st.binary(max_size=200).map(lambda it: base64.b64encode(it + CANARY.encode()).decode()) | texts
content_types = st.sampled_from([{}, JSON_TYPE, {"content-type": "application/json;charset=UTF-8"}])
headers = st.dictionaries(st.sampled_from(["Content-Type", "IDEMPOTENCY-KEY", "X-Any"]) | marked, marked, max_size=4)
queries = st.dictionaries(
    st.sampled_from(["limit", "cursor", "status", "search"]) | marked,
    st.lists(marked, min_size=1, max_size=2),
    max_size=4,
)
paths = st.none() | st.dictionaries(st.sampled_from(["scope", "order_id", "token"]), marked)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """An event that API Gateway could make of what a stranger sends."""
    is_base64 = draw(st.booleans())
    return proxy_event(
        "POST /scopes/{scope}/orders",
        draw(paths),
        query=draw(queries | st.none()),
        headers=draw(headers) | draw(content_types),
        body=draw(st.none() | (encoded if is_base64 else texts)),
        is_base64=is_base64,
    )


@settings(max_examples=200)
@given(event=events())
def test_no_input_is_certkeepers_mistake_and_none_of_it_comes_back(event: Event) -> None:
    """Any JSON, any bytes, any headers, any query, any path."""
    for handler in SIGNED:
        answer = handler(event, None)
        assert answer["statusCode"] < 500, answer
        assert CANARY not in json.dumps(answer)


@settings(max_examples=150)
@given(document=documents, path=st.just({"scope": "shop", "order_id": "01989d2c-0000-7000-8000-000000000001"}))
def test_no_json_is_certkeepers_mistake_and_none_of_it_comes_back(document: object, path: dict[str, str]) -> None:
    """The same for bodies that get past everything else."""
    event = proxy_event("POST /x", path, headers=JSON_TYPE, body=json.dumps(document))
    for handler in SIGNED:
        answer = handler(event, None)
        assert answer["statusCode"] < 500, answer
        assert CANARY not in json.dumps(answer)
