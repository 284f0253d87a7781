"""Validation of bodies with pydantic's core on the exported contract. Errors point at fields and repeat no value.

The reasons are in ADR 80.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic_core import CoreConfig, SchemaValidator, ValidationError

from certkeeper.domain.certificates.names import TOO_SHORT, UNPRINTABLE
from certkeeper.entrypoints.exported import declared
from certkeeper.entrypoints.http.body import json_object
from certkeeper.entrypoints.http.problem import ErrorItem, Kind, Problem, ProblemError, values_to_change

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from certkeeper.entrypoints.http.request import Request

    Found = tuple[str, tuple[int | str, ...]]
    Schema = Mapping[str, Any]

CONFIG = CoreConfig(hide_input_in_errors=True)
"""The configuration of a union, which has none of its own; documents have theirs in the schema."""
_KINDS = {
    ("str", "str"): "give a text",
    ("bool", "bool"): "give true or false",
    ("int", "int"): "give a whole number",
    ("list", "str"): "give a list of texts",
    ("list", "int"): "give a list of whole numbers",
    ("list", "literal"): "give a list of texts",
    ("typed-dict", "typed-dict"): "give an object",
}
"""What a value has to be, by the type of its schema and that of a list's items."""

_VALUES = {
    "string_too_short": ("too_short", TOO_SHORT),
    "string_too_long": ("too_long", "use at most {max_length} characters"),
    "string_pattern_mismatch": ("unprintable", UNPRINTABLE),
    "string_unicode": ("unprintable", UNPRINTABLE),
    "too_short": ("too_short", "give at least one"),
    "too_long": ("too_long", "give at most {max_length}"),
    "greater_than_equal": ("out_of_bounds", "give a number from {ge} to {le}"),
    "less_than_equal": ("out_of_bounds", "give a number from {ge} to {le}"),
}
"""The code and the sentence for each error type of the core about a value of the right kind."""


def validated(request: Request, operation: str) -> Any:  # noqa: ANN401 - the caller names the document
    """Return the body of a request, as the contract types it for an operation, with defaults filled in.

    A missing body is an empty object if the operation does not require one. Raises ProblemError with all errors at
    once.
    """
    body = declared(operation)["body"]
    if request.body == b"" and not body["required"]:
        sent: dict[str, Any] = {}
    else:
        sent = json_object(request, body["maximum"], body["media_types"])
    document, found = _outcome(_validator(operation), sent)
    # Raised outside the except block: an exception chained to pydantic's would carry a piece of what was sent.
    if found:
        errors = errors_of(found, body["schema"])
        raise ProblemError(Problem(Kind.INVALID_BODY, values_to_change(len(errors)), errors))
    return document


@cache
def _validator(operation: str) -> SchemaValidator:
    return SchemaValidator(declared(operation)["body"]["schema"], CONFIG)


def _outcome(validator: SchemaValidator, sent: object) -> tuple[Any, Sequence[Found]]:
    """Return the document, or the types and the places of its errors."""
    try:
        return validator.validate_python(sent), ()
    except ValidationError as error:
        each = error.errors(include_url=False, include_context=False, include_input=False)
        return None, [(one["type"], one["loc"]) for one in each]


def errors_of(found: Iterable[Found], schema: Schema) -> tuple[ErrorItem, ...]:
    """Return the errors of one body, an unknown field first.

    `found` has the type and the place of each of the core's errors, and `schema` is the body's.
    """
    errors = list(dict.fromkeys(_error(type_, place, schema) for type_, place in found))
    return tuple(sorted(errors, key=lambda error: error.code != "unknown_field"))


def _error(type_: str, place: tuple[int | str, ...], schema: Schema) -> ErrorItem:
    if schema["type"] == "tagged-union":
        return _error_of_form(type_, place, schema)
    match type_:
        case "extra_forbidden":
            # The name is not repeated: nothing of what was sent is.
            known = ", ".join(_schema_at(place[:-1], schema)["fields"])
            pointer = _pointer(place[:-1])
            return ErrorItem("pointer", pointer, "unknown_field", f"remove the unknown field; known are: {known}")
        case "missing":
            return ErrorItem("pointer", _pointer(place), "required", "give this field")
    return ErrorItem("pointer", _pointer(place), *_of_value(type_, _schema_at(place, schema)))


def _error_of_form(type_: str, place: tuple[int | str, ...], schema: Schema) -> ErrorItem:
    """Return the error of a body whose fields depend on one of them.

    The core puts that one's value before each place.
    """
    forms = schema["choices"]
    pointer = _pointer((schema["discriminator"],))
    match type_:
        case "union_tag_not_found":
            return ErrorItem("pointer", pointer, "required", "give this field")
        case "union_tag_invalid":
            return ErrorItem("pointer", pointer, "not_one_of", f"one of: {', '.join(forms)}")
    form, *inner = place
    of_another = len(inner) == 1 and any(inner[0] in each["fields"] for each in forms.values())
    if type_ == "extra_forbidden" and of_another:
        return ErrorItem(
            "pointer", _pointer(inner), "not_of_form", f"remove this field; the form {form} does not have it"
        )
    return _error(type_, tuple(inner), forms[form])


def _of_value(type_: str, schema: Schema) -> tuple[str, str]:
    """Return the code and the sentence for a value that the schema does not allow."""
    if schema["type"] == "literal":
        return "not_one_of", f"one of: {', '.join(schema['expected'])}"
    if type_ in _VALUES:
        code, sentence = _VALUES[type_]
        return code, sentence.format(**schema)
    item = schema.get("items_schema", schema)
    return "wrong_type", _KINDS[schema["type"], item["type"]]


def _schema_at(place: Iterable[int | str], schema: Schema) -> Schema:
    for step in place:
        schema = schema["items_schema"] if isinstance(step, int) else schema["fields"][step]["schema"]
        while schema["type"] in {"default", "nullable"}:
            schema = schema["schema"]
    return schema


def _pointer(place: Iterable[int | str]) -> str:
    """Return the pointer to a place (RFC 6901); the names are the contract's and need no escapes."""
    return "".join(f"/{step}" for step in place)
