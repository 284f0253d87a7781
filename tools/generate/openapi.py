"""Generates infra/openapi.yaml from the contract's documents and operations, and the routes of the functions."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import yaml

from certkeeper.entrypoints.contract import api
from certkeeper.entrypoints.contract.operations import IN_PATH, Operation, operations
from certkeeper.entrypoints.contract.problems import GatewayProblem, Problem
from infra.bootstrap.environments import ROOT
from tools.generate.__main__ import MARK
from tools.generate.documents import json_schemas, yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from certkeeper.entrypoints.contract.operations import Answer, Body, Parameter
    from certkeeper.entrypoints.contract.problems import Refusal

    Node = dict[str, Any]

FILE = ROOT / "infra" / "openapi.yaml"
HEAD = f"# {MARK} from entrypoints/contract, and the routes in functions/api/*/function.yaml.\n"
METHODS = ("get", "put", "post", "patch", "delete")
PROBLEM = "application/problem+json"


def files() -> dict[Path, str]:
    """The contract of the API as an OpenAPI document."""
    return {FILE: HEAD + yaml_text(document())}


def route(operation: str) -> tuple[str, str]:
    """The method in lower case, and the path, at which an operation's function is called."""
    text = (ROOT / "functions" / "api" / operation / "function.yaml").read_text(encoding="utf-8")
    method, path = yaml.safe_load(text)["trigger"]["api"].split(" ")
    return method.lower(), path


def document() -> Node:
    """The whole of it; its schemas are JSON Schema 2020-12."""
    declared = {name: (*route(name), operation) for name, operation in operations().items()}
    ordered = sorted(declared.values(), key=lambda each: (each[1], METHODS.index(each[0])))
    schemas = _Schemas(operation for *_, operation in ordered)
    paths: dict[str, Node] = {}
    for method, path, operation in ordered:
        item = paths.setdefault(path, _parameters_in(path))
        item[method] = _operation(operation, schemas)
    refusals = {each.name: each for *_, one in ordered if not one.public for each in one.all_refusals()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": api.TITLE,
            "version": api.VERSION,
            "summary": api.SUMMARY,
            "description": api.DESCRIPTION,
        },
        "servers": [{"url": api.SERVER, "variables": api.SERVER_VARIABLES}],
        "security": [{"sigv4": []}],
        "tags": [{"name": name, "description": description} for name, description in api.TAGS.items()],
        "paths": paths,
        "components": {
            "securitySchemes": {"sigv4": api.SIGNATURE},
            "parameters": {_component(each): _parameter(each, schemas) for each in schemas.parameters},
            "headers": api.HEADERS,
            "responses": {each.name: _refusal(each) for each in sorted(refusals.values(), key=lambda one: one.status)},
            "schemas": schemas.shared,
        },
    }


class _Schemas:
    """The schemas of all that the operations name, made together so that shared ones stand once."""

    def __init__(self, declared: Iterable[Operation]) -> None:
        found = list(declared)
        named = [parameter for operation in found for parameter in operation.parameters]
        self.parameters = list({_component(each): each for each in chain(IN_PATH.values(), named)}.values())
        types: dict[str, Any] = {"Problem": Problem, "GatewayProblem": GatewayProblem}
        types |= {_component(each): each.type for each in self.parameters}
        for operation in found:
            types |= {f"{operation.name} {answer.status}": answer.document for answer in operation.answers}
            types |= {operation.name: operation.body.document} if operation.body else {}
        self._own, self.shared = json_schemas(types, "#/components/schemas/{model}")

    def of(self, key: str) -> Node:
        """A reference, or the whole schema where it has no name."""
        found: Node = self._own[key]
        return found


def _operation(operation: Operation, schemas: _Schemas) -> Node:
    node: Node = {"operationId": operation.name, "tags": [operation.tag], "summary": operation.summary}
    if operation.description:
        node["description"] = operation.description
    node |= {"security": []} if operation.public else {"x-roles": list(operation.roles)}
    if operation.parameters:
        node["parameters"] = [_reference("parameters", _component(each)) for each in operation.parameters]
    if operation.body:
        node["requestBody"] = _body(operation.body, schemas.of(operation.name))
    answers = {
        str(each.status): _answer(each, schemas.of(f"{operation.name} {each.status}")) for each in operation.answers
    }
    return node | {"responses": answers | _refusals(operation)}


def _refusals(operation: Operation) -> Node:
    if not operation.public:
        return {str(each.status): _reference("responses", each.name) for each in operation.all_refusals()}
    plain = {"text/plain": {"schema": {"type": "string"}}}
    return {str(each.status): {"description": each.description, "content": plain} for each in operation.all_refusals()}


def _body(body: Body, schema: Node) -> Node:
    media = {"schema": schema} | _examples(body.examples)
    return {"required": body.required, "content": dict.fromkeys(body.media_types, media)}


def _answer(answer: Answer, schema: Node) -> Node:
    headers = {name: _reference("headers", name) for name in ("Cache-Control", *answer.headers)}
    media = {"schema": schema} | _examples(answer.examples)
    return {"description": answer.description, "headers": headers, "content": {answer.media_type: media}}


def _refusal(refusal: Refusal) -> Node:
    names = ["Problem", *(["GatewayProblem"] if refusal.by_gateway else [])]
    schemas = [_reference("schemas", name) for name in names]
    media = {"schema": {"oneOf": schemas} if len(schemas) > 1 else schemas[0]} | _examples(refusal.examples)
    headers = {"headers": {"Retry-After": _reference("headers", "Retry-After")}} if refusal.waits else {}
    return {"description": refusal.description, **headers, "content": {PROBLEM: media}}


def _examples(examples: Any) -> Node:  # noqa: ANN401 - JSON
    return {"examples": {name: {"value": value} for name, value in examples.items()}} if examples else {}


def _parameters_in(path: str) -> Node:
    named = [parameter for name, parameter in IN_PATH.items() if f"{{{name}}}" in path]
    return {"parameters": [_reference("parameters", _component(each)) for each in named]} if named else {}


def _parameter(parameter: Parameter, schemas: _Schemas) -> Node:
    node: Node = {"name": parameter.name, "in": parameter.place}
    if parameter.required:
        node["required"] = True
    if parameter.description:
        node["description"] = parameter.description
    return node | {"schema": schemas.of(_component(parameter))}


def _component(parameter: Parameter) -> str:
    """Its name among the document's components: IfMatchRequired, OrderId."""
    words = parameter.name.replace("-", "_").split("_")
    demanded = ["Required"] if parameter.required and parameter.place == "header" else []
    return "".join(word.title() for word in (*words, *demanded))


def _reference(kind: str, name: str) -> Node:
    return {"$ref": f"#/components/{kind}/{name}"}
