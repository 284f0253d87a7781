"""The contract: what is declared is what functions do, and what a client reads of it is what holds."""

from __future__ import annotations

import ast
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from certkeeper.domain.certificates.names import text_violation
from certkeeper.entrypoints.contract.operations import operations as declared_operations
from certkeeper.entrypoints.exported import declared
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.problem import Kind, ProblemError
from certkeeper.entrypoints.http.request import from_event
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.validation import CONFIG, validated
from infra.bootstrap.environments import ROOT
from tests.contract import document, operations, resolved, schema_errors
from tests.fakes.api_gateway import json_event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certkeeper.entrypoints.http.request import Request
    from tests.fakes.logged import Logged

FOLDERS = ROOT / "functions" / "api"
BODIES: dict[str, Any] = {name: each.body.document for name, each in declared_operations().items() if each.body}
SIGNED = sorted(name for name, each in declared_operations().items() if not each.public)
"""Those with a function; API Gateway answers the others by itself."""
CANARY = "CANARY7"


def test_the_contract_is_an_openapi_document() -> None:
    """Of version 3.1, so that its schemas are JSON Schema 2020-12."""
    validate(document())


def test_every_folder_has_an_operation_and_every_operation_that_is_not_public_a_folder() -> None:
    """Of its name."""
    assert {folder.parent.name for folder in FOLDERS.glob("*/app.py")} == set(SIGNED)


@pytest.mark.parametrize("name", SIGNED)
def test_a_handler_is_framed_by_the_contract_of_its_own_operation(name: str) -> None:
    """Its frame takes from there the query, the headers and the body."""
    page = ast.parse((FOLDERS / name / "app.py").read_text(encoding="utf-8"))
    (handler,) = (each for each in page.body if isinstance(each, ast.FunctionDef) and each.name == "handler")
    assert [ast.unparse(each) for each in handler.decorator_list] == [f"operation('{name}')"]


@pytest.mark.parametrize("name", SIGNED)
def test_a_page_begins_with_its_route(name: str) -> None:
    """Whoever opens the folder sees where it is called."""
    page = ast.parse((FOLDERS / name / "app.py").read_text(encoding="utf-8"))
    assert (ast.get_docstring(page) or "").startswith(f"{operations()[name].route}: ")


def test_only_the_responder_is_public() -> None:
    """A CA signs no requests; everybody else does."""
    assert [name for name, each in declared_operations().items() if each.public] == ["serve_challenge"]


def words(schema: Any) -> Iterator[object]:  # noqa: ANN401 - of pydantic's core
    """Every word, form and limit that a schema knows, with what lies just beyond the limit."""
    if isinstance(schema, list):
        for each in schema:
            yield from words(each)
    if not isinstance(schema, dict):
        return
    yield from schema.get("expected", ())
    yield from schema.get("choices", ())
    for name in ("ge", "le"):
        yield from (schema[name] + step for step in (-1, 0, 1) if name in schema)
    for name in ("min_length", "max_length"):
        if name in schema:
            unit: Any = "a" if schema["type"] == "str" else ["a"]
            yield from (unit * (schema[name] + step) for step in (-1, 0, 1))
    for below in schema.values():
        yield from words(below)


def fields(schema: dict[str, Any]) -> list[str]:
    """Every field that a body may have, whatever its form."""
    forms = schema.get("choices", {"": schema}).values()
    return list(dict.fromkeys(name for form in forms for name in form["fields"]))


@cache
def drawn_from(name: str) -> st.SearchStrategy[dict[str, object]]:
    """Bodies with the schema's own words at places where they belong, and where they do not."""
    schema = declared(name)["body"]["schema"]
    word = st.sampled_from(list(words(schema)) or [""])
    texts = st.sampled_from(["", " a", "a\n", "a\u202eb", "\ud800", "ä", "all"]) | st.text("abc.-*", max_size=8)
    value = st.none() | st.booleans() | st.integers(-1, 2) | st.floats(allow_nan=False) | word | texts
    value |= st.lists(value, max_size=3) | st.dictionaries(texts, texts, max_size=1)
    tag = st.sampled_from(list(schema["choices"])) | value if "choices" in schema else None
    always = {} if tag is None else {schema["discriminator"]: tag}
    other = [field for field in [*fields(schema), "another"] if field not in always]
    return st.fixed_dictionaries(always, optional=dict.fromkeys(other, value))


@cache
def validators(name: str) -> tuple[SchemaValidator, TypeAdapter[Any]]:
    """The core on the exported schema, and pydantic on the declared type."""
    return SchemaValidator(declared(name)["body"]["schema"], CONFIG), TypeAdapter(BODIES[name])


def outcome(validator: TypeAdapter[Any] | SchemaValidator, sent: object) -> object:
    """What a validator makes of a body: the document, or the types and places of its errors."""
    try:
        return validator.validate_python(sent)
    except ValidationError as error:
        return [(each["type"], each["loc"]) for each in error.errors(include_input=False, include_url=False)]


@pytest.mark.parametrize("name", sorted(BODIES))
@settings(max_examples=100)
@given(data=st.data())
def test_the_core_alone_and_pydantic_come_to_the_same_verdict(name: str, data: st.DataObject) -> None:
    """With the same errors in the same places, and the same document: what is exported is what is declared."""
    sent = data.draw(drawn_from(name))
    core, whole = validators(name)
    assert outcome(core, sent) == outcome(whole, sent)


@pytest.mark.parametrize("name", sorted(BODIES))
@settings(max_examples=60)
@given(data=st.data())
def test_a_body_is_taken_where_the_promised_schema_allows_it(name: str, data: st.DataObject) -> None:
    """And refused where it does not; what is printable JSON Schema leaves to its description."""
    sent = data.draw(drawn_from(name))
    schema = operations()[name].node["requestBody"]["content"]["application/json"]["schema"]
    codes: set[str] = set()
    try:
        validated(from_event(json_event("POST /x", {}, sent)), name)
    except ProblemError as error:
        codes = {each.code for each in error.problem.errors}
    if codes != {"unprintable"} and not has_a_whole_float(sent):
        assert bool(codes) == bool(schema_errors(schema, sent))


def has_a_whole_float(sent: object) -> bool:
    """JSON Schema takes 2.0 for an integer; the API does not, for other readers would not."""
    within = sent.values() if isinstance(sent, dict) else sent if isinstance(sent, list) else ()
    return (isinstance(sent, float) and sent.is_integer()) or any(map(has_a_whole_float, within))


@given(st.text(st.characters(exclude_categories=["Cn"]) | st.just(" "), min_size=1, max_size=6))
def test_printable_is_the_same_everywhere(text: str) -> None:
    """The contract's pattern says what the domain says of names in files, of characters that Python knows."""
    try:
        validated(from_event(json_event("POST /x", {}, {"names": [text]})), "place_order")
        code = None
    except ProblemError as error:
        code = error.problem.errors[0].code
    violation = text_violation(text, "/names/0", 253)
    assert code == (violation and violation.code)


@pytest.mark.parametrize("name", sorted(BODIES))
def test_nothing_of_a_body_comes_back(name: str, logged: Logged) -> None:
    """Not in the answer, nor in the log, nor in any part of the exception that refuses it: text, repr or chain."""
    schema = declared(name)["body"]["schema"]
    marked: list[object] = [CANARY, [CANARY], {CANARY: CANARY}, CANARY * 200, f" {CANARY}", f"{CANARY}\ud800"]
    refused: list[ProblemError] = []

    @operation(name)
    def reading(request: Request) -> Response:
        try:
            validated(request, name)
        except ProblemError as error:
            refused.append(error)
            raise
        return json_response(200, {})

    for value in marked:
        sent = dict.fromkeys(fields(schema), value) | {CANARY: value}
        for tagged in [
            sent,
            *({**sent, schema.get("discriminator", CANARY): form} for form in schema.get("choices", ())),
        ]:
            answer = reading(json_event("POST /x", {}, tagged, headers={"If-Match": "*"}), None)
            assert answer["statusCode"] == 400
            assert CANARY not in json.dumps(answer)
    assert CANARY not in logged.text
    assert len(refused) >= len(marked)
    for error in refused:
        assert CANARY not in repr((str(error), error, error.problem, error.args))
        assert (error.__cause__, error.__context__) == (None, None)


@pytest.mark.parametrize("name", SIGNED)
def test_an_operation_promises_what_its_frame_can_answer(name: str) -> None:
    """Whatever the operation does: a bad query or body, nobody in particular, trouble of its own and of others."""
    promised = {int(status) for status in operations()[name].node["responses"]}
    kinds = {Kind.INTERNAL, Kind.UNAVAILABLE, Kind.INVALID_PARAMETER, Kind.UNKNOWN_CALLER}
    if name in BODIES:
        kinds |= {Kind.BODY_TOO_LARGE, Kind.UNSUPPORTED_MEDIA_TYPE}
    assert {kind.status for kind in kinds} <= promised


def test_every_kind_of_problem_is_promised_somewhere() -> None:
    """Clients decide by it."""
    promised = {kind for each in declared_operations().values() for one in each.all_refusals() for kind in one.kinds}
    assert promised == set(Kind)


def examples() -> Iterator[tuple[str, dict[str, Any], object]]:
    """Each example of the contract with the schema that it is an example of."""
    for name, each in operations().items():
        bodies = [each.node.get("requestBody", {}), *map(resolved, each.node["responses"].values())]
        for body in bodies:
            for media in body.get("content", {}).values():
                for title, example in media.get("examples", {}).items():
                    yield f"{name}: {title}", media["schema"], example["value"]


@pytest.mark.parametrize(("schema", "example"), [row[1:] for row in examples()], ids=[row[0] for row in examples()])
def test_an_example_is_one(schema: dict[str, Any], example: object) -> None:
    """People copy examples before they read schemas."""
    assert schema_errors(schema, example) == []
