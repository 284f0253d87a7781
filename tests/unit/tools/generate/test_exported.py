"""The contract as functions get it: plain JSON that pydantic's core takes, as strict as its source."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, NotRequired

import pytest
from pydantic import Field, with_config
from pydantic_core import SchemaValidator, ValidationError
from typing_extensions import TypeAliasType, TypedDict

from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.entrypoints.contract.fields import CLOSED, EnumValues
from certkeeper.entrypoints.http.body import MAX_UPLOAD_BYTES
from certkeeper.entrypoints.requests.validation import CONFIG
from tools.generate.exported import FOLDER, core_schema, files

Word = TypeAliasType("Word", Annotated[str, Field(max_length=3)])


@with_config(CLOSED)
class Book(TypedDict):
    """Has fields that are called as members of a schema are, and a type that stands twice."""

    title: Word
    config: NotRequired[Word]
    flag: NotRequired[bool]
    key: NotRequired[Annotated[KeyType, EnumValues(), Field(default=KeyType.P_384)]]
    some: NotRequired[Annotated[Literal[KeyType.P_256, KeyType.P_384], EnumValues()]]


@pytest.fixture(scope="module")
def book() -> SchemaValidator:
    """The core on the schema, after it was written and read."""
    return SchemaValidator(json.loads(json.dumps(core_schema(Book))), CONFIG)


def test_what_is_allowed_is_taken_with_its_defaults(book: SchemaValidator) -> None:
    """Words come as texts."""
    assert book.validate_python({"title": "abc"}) == {"title": "abc", "key": "P-384"}


@pytest.mark.parametrize(
    ("sent", "type_", "place"),
    [
        ({"title": "abcd"}, "string_too_long", "title"),
        ({"title": "a", "config": "abcd"}, "string_too_long", "config"),
        ({"title": "a", "flag": 1}, "bool_type", "flag"),
        ({"title": "a", "another": 1}, "extra_forbidden", "another"),
        ({"title": "a", "key": "P-257"}, "literal_error", "key"),
        ({"title": "a", "some": "RSA-2048"}, "literal_error", "some"),
        ({}, "missing", "title"),
    ],
)
def test_what_is_not_allowed_is_refused(book: SchemaValidator, sent: object, type_: str, place: str) -> None:
    """No field is dropped, whatever it is called, and nothing is coerced."""
    with pytest.raises(ValidationError) as caught:
        book.validate_python(sent)
    assert [(each["type"], each["loc"]) for each in caught.value.errors()] == [(type_, (place,))]


def exported(operation: str) -> dict[str, Any]:
    """What the function of an operation is given."""
    found: dict[str, Any] = json.loads(files()[FOLDER / f"{operation}.json"])
    return found


def test_a_function_is_given_what_its_operation_takes_besides_a_body() -> None:
    """The names of the query's parameters, and whether a header must be there."""
    assert {"limit", "cursor"} <= set(exported("list_orders")["query"])
    assert exported("update_certificate")["headers"] == {"if-match": True}
    assert exported("delete_certificate")["headers"] == {"if-match": False}
    assert exported("get_order")["body"] is None


def test_a_function_is_given_the_bounds_of_its_body() -> None:
    """Its length in bytes, its media types, and whether it may be left out."""
    body = exported("upload_certificate")["body"]
    assert (body["required"], body["maximum"], body["media_types"]) == (True, MAX_UPLOAD_BYTES, ["application/json"])
    assert exported("verify_challenge")["body"]["required"] is False


def test_an_error_of_the_core_hides_what_was_sent(book: SchemaValidator) -> None:
    """Should it ever be written somewhere."""
    with pytest.raises(ValidationError) as caught:
        book.validate_python({"title": "CANARY7"})
    assert "CANARY7" not in str(caught.value)
