"""The requests of clients and the answers of tests in the API's place, checked against infra/openapi.yaml."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from openapi_schema_validator import OAS31Validator

from tests import contract

REFUSAL = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in ("Problem", "GatewayProblem")]}
"""What every operation, or API Gateway before it, may answer with a status from 400 on."""
HEADERS = {"cache-control": "no-store", "etag": '"7"', "location": "/v1/scopes", "retry-after": "1"}
"""Values for the headers that the contract declares, where a test says none."""


@dataclass(frozen=True)
class Asked:
    """A request; header names are in lower case, the query is decoded, the path is below the stage."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answered:
    """An answer; `document` is its body."""

    status: int
    document: object


def request_drift(asked: Asked) -> Iterator[str]:
    """What of a request the contract does not know."""
    operation = _operation(asked.method, asked.path)
    if operation is None:
        yield f"{asked.method} {asked.path}: there is no such operation"
        return
    said = f"{operation.route}: "
    known = {(one["in"], one["name"]): one for one in operation.parameters}
    for name, value in asked.query.items():
        yield from (f"{said}{error}" for error in _parameter_drift(known.get(("query", name)), f"?{name}", value))
    for name in ("Idempotency-Key", "If-Match"):
        if (sent := asked.headers.get(name.lower())) is not None:
            yield from (f"{said}{error}" for error in _parameter_drift(known.get(("header", name)), name, sent))
        elif known.get(("header", name), {}).get("required"):
            yield f"{said}{name} is missing"
    yield from (f"{said}{error}" for error in _body_drift(operation, asked))


def answer_drift(asked: Asked, answered: Answered) -> Iterator[str]:
    """What of an answer the contract does not know."""
    operation = _operation(asked.method, asked.path)
    if operation is None:
        return
    said = f"{operation.route} {answered.status}: "
    if answered.status >= 400:
        yield from (f"{said}{one.json_path}: {one.message[:200]}" for one in _refusal().iter_errors(answered.document))
        return
    if str(answered.status) not in operation.node["responses"]:
        yield f"{said}no such status"
        return
    declared = contract.resolved(operation.node["responses"][str(answered.status)])
    validator = _validator(operation.route, str(answered.status), next(iter(declared["content"])))
    document = _with_unlike_items(answered.document)
    yield from (f"{said}{one.json_path}: {one.message[:200]}" for one in validator.iter_errors(document))


def _with_unlike_items(document: object) -> object:
    """The same, of a page only those items that differ in more than digits: a thousand take seconds."""
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return document
    unlike = {re.sub(r"[0-9]+", "0", json.dumps(item)): item for item in document["items"]}
    return document | {"items": [*unlike.values()]}


def declared_headers(asked: Asked, status: int) -> dict[str, str]:
    """The headers that the contract declares for an answer, with values."""
    operation = _operation(asked.method, asked.path)
    declared = contract.resolved(operation.node["responses"].get(str(status), {})) if operation else {}
    return {name: HEADERS[name.lower()] for name in declared.get("headers", ())}


def _parameter_drift(declared: Mapping[str, Any] | None, name: str, value: str) -> Iterator[str]:
    if declared is None:
        yield f"{name} is no parameter of it"
        return
    schema = contract.resolved(declared["schema"])
    typed: object = int(value) if schema.get("type") == "integer" and value.isdigit() else value
    yield from (f"{name}: {error}" for error in contract.schema_errors(dict(schema), typed))


def _body_drift(operation: contract.Operation, asked: Asked) -> Iterator[str]:
    declared = operation.node.get("requestBody")
    if declared is None:
        if asked.body:
            yield "it takes no body"
        return
    declared = contract.resolved(declared)
    if not asked.body:
        if declared.get("required"):
            yield "the body is missing"
        return
    media_type = asked.headers.get("content-type", "").partition(";")[0]
    if media_type not in declared["content"]:
        yield f"it takes no {media_type}"
        return
    validator = _validator(operation.route, "request", media_type)
    yield from (f"{one.json_path}: {one.message[:200]}" for one in validator.iter_errors(json.loads(asked.body)))


@cache
def _refusal() -> OAS31Validator:
    return OAS31Validator({"allOf": [REFUSAL], "components": contract.document()["components"]})


@cache
def _validator(route: str, part: str, media_type: str) -> OAS31Validator:
    """Of the body that is sent (`request`), or of the answer with a status."""
    node = next(operation.node for operation in contract.operations().values() if operation.route == route)
    declared = contract.resolved(node["requestBody"] if part == "request" else node["responses"][part])
    schema = declared["content"][media_type]["schema"]
    return OAS31Validator({"allOf": [schema], "components": contract.document()["components"]})


@cache
def _operation(method: str, path: str) -> contract.Operation | None:
    """The operation of a path below the stage; one without parameters in its path before one with."""
    found = [one for one in contract.operations().values() if _pattern(one.route).fullmatch(f"{method} {path}")]
    return min(found, key=lambda one: one.route.count("{"), default=None)


@cache
def _pattern(route: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{[a-z_]+\\\}", "[^/]+", re.escape(route)))
