"""Validates bodies with pydantic's core on the exported contract; errors point at fields, and repeat no value."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic_core import CoreConfig, SchemaValidator, ValidationError

from certkeeper.entrypoints.exported import declared
from certkeeper.entrypoints.http.body import json_object
from certkeeper.entrypoints.http.problem import Kind, Problem, ProblemError
from certkeeper.entrypoints.requests.errors import errors_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.entrypoints.http.request import Request
    from certkeeper.entrypoints.requests.errors import Found

CONFIG = CoreConfig(hide_input_in_errors=True)
"""Of a union, which has none of its own; that of documents is in the schema."""


def validated(request: Request, operation: str) -> Any:  # noqa: ANN401 - the caller names the document
    """The body of a request as the contract types it for `operation`, defaults filled in.

    A missing body is an empty object where the operation does not require one. Raises ProblemError with every error
    at once.
    """
    body = declared(operation)["body"]
    if request.body == b"" and not body["required"]:
        sent: dict[str, Any] = {}
    else:
        sent = json_object(request, body["maximum"], body["media_types"])
    document, found = _outcome(_validator(operation), sent)
    # Raised out here: an exception chained to pydantic's would carry a piece of what was sent.
    if found:
        errors = errors_of(found, body["schema"])
        raise ProblemError(Problem(Kind.INVALID_BODY, "each of `errors` says what to change", errors))
    return document


@cache
def _validator(operation: str) -> SchemaValidator:
    return SchemaValidator(declared(operation)["body"]["schema"], CONFIG)


def _outcome(validator: SchemaValidator, sent: object) -> tuple[Any, Sequence[Found]]:
    """The document, or what is wrong with it: only the types of errors and their places."""
    try:
        return validator.validate_python(sent), ()
    except ValidationError as error:
        each = error.errors(include_url=False, include_context=False, include_input=False)
        return None, [(one["type"], one["loc"]) for one in each]
