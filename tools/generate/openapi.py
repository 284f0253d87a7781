"""Generates infra/openapi.yaml from the contract's documents and operations, and the routes of the template."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from certkeeper.entrypoints.contract import api
from certkeeper.entrypoints.contract.operations import IN_PATH, Body, Operation, Parameter, Response
from certkeeper.entrypoints.contract.problems import GatewayProblem, Problem, Refusal
from infra.bootstrap.environments import ROOT
from infra.local.deployment.template import yaml_text
from infra.rooms import Function, GatewayRoute, read_functions, read_gateway_routes
from tools.generate import MARK
from tools.generate.documents import Node, with_schemas

FILE = ROOT / "infra" / "openapi.yaml"
HEAD = f"# {MARK} from entrypoints/contract, and the routes in functions/api/*/function.yaml and infra/template.\n"
SHARED = "#/components/schemas/{model}"
METHODS = ("GET", "PUT", "POST", "PATCH", "DELETE")


def files() -> dict[Path, str]:
    """Return the contract of the API as an OpenAPI document, by path."""
    return {FILE: HEAD + yaml_text(document())}


def document() -> Node:
    """Return the whole OpenAPI document; its schemas are JSON Schema 2020-12, version and summary are the project's."""
    routes: list[Function | GatewayRoute] = [*read_functions(), *read_gateway_routes()]
    routed = [(each.path, each.method, each.contract) for each in routes if each.contract]
    routed.sort(key=lambda each: (each[0], METHODS.index(each[1])))
    paths: dict[str, Node] = {}
    for path, method, operation in routed:
        in_path = [each for name, each in IN_PATH.items() if f"{{{name}}}" in path]
        item = paths.setdefault(path, _stated({"parameters": _references(in_path)}))
        item[method.lower()] = _operation(operation)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    about = {"version": project["version"], "summary": project["description"], "description": api.DESCRIPTION}
    whole: Node = {
        "openapi": "3.1.0",
        "info": {"title": api.TITLE, **about},
        "servers": [{"url": api.SERVER, "variables": api.SERVER_VARIABLES}],
        "security": [{"sigv4": []}],
        "tags": [{"name": name, "description": description} for name, description in api.TAGS.items()],
        "paths": paths,
        "components": _components([operation for *_, operation in routed]),
    }
    (whole, *_), shared = with_schemas([whole, {"$type": Problem}, {"$type": GatewayProblem}], SHARED)
    whole["components"]["schemas"] = shared
    return whole


def _components(operations: Sequence[Operation]) -> Node:
    parameters = [*IN_PATH.values(), *(each for operation in operations for each in operation.parameters)]
    refusals = {each.name: each for one in operations if not one.public for each in one.all_refusals()}
    return {
        "securitySchemes": {"sigv4": api.SIGNATURE},
        "parameters": {_component(each): _parameter(each) for each in parameters},
        "headers": api.HEADERS,
        "responses": {each.name: _refusal(each) for each in sorted(refusals.values(), key=lambda one: one.status)},
    }


def _operation(operation: Operation) -> Node:
    said = {"tags": [operation.tag], "summary": operation.summary, "description": operation.description}
    callers = {"security": []} if operation.public else {"x-roles": list(operation.roles)}
    takes = {"parameters": _references(operation.parameters), "requestBody": operation.body and _body(operation.body)}
    answers = {str(each.status): _answer(each) for each in operation.responses}
    refusals = {
        str(each.status): {"description": each.description, "content": {"text/plain": {"schema": {"type": "string"}}}}
        if operation.public
        else _reference("responses", each.name)
        for each in operation.all_refusals()
    }
    responses = {"responses": answers | refusals}
    return {"operationId": operation.name, **_stated(said), **callers, **_stated(takes), **responses}


def _body(body: Body) -> Node:
    content = _content({"$type": body.document}, body.examples)
    return {"required": body.required, "content": dict.fromkeys(body.media_types, content)}


def _answer(answer: Response) -> Node:
    headers = {name: _reference("headers", name) for name in ("Cache-Control", *answer.headers)}
    content = {answer.media_type: _content({"$type": answer.document}, answer.examples)}
    return {"description": answer.description, "headers": headers, "content": content}


def _refusal(refusal: Refusal) -> Node:
    schemas = [_reference("schemas", name) for name in ("Problem", *(["GatewayProblem"] if refusal.by_gateway else []))]
    content = _content({"oneOf": schemas} if len(schemas) > 1 else schemas[0], refusal.examples)
    headers = {"headers": {"Retry-After": _reference("headers", "Retry-After")}} if refusal.waits else {}
    return {"description": refusal.description, **headers, "content": {"application/problem+json": content}}


def _content(schema: Node, examples: Mapping[str, object]) -> Node:
    return {"schema": schema} | _stated({"examples": {name: {"value": value} for name, value in examples.items()}})


def _parameter(parameter: Parameter) -> Node:
    said = _stated({"required": parameter.required, "description": parameter.description})
    return {"name": parameter.name, "in": parameter.place, **said, "schema": {"$type": parameter.type}}


def _component(parameter: Parameter) -> str:
    """Its name among the document's components: IfMatchRequired, OrderId."""
    name = parameter.name.replace("-", "_").title().replace("_", "")
    return f"{name}Required" if parameter.required and parameter.place == "header" else name


def _references(parameters: Iterable[Parameter]) -> list[Node]:
    return [_reference("parameters", _component(each)) for each in parameters]


def _reference(kind: str, name: str) -> Node:
    return {"$ref": f"#/components/{kind}/{name}"}


def _stated(node: Node) -> Node:
    """The same without what is empty."""
    return {name: value for name, value in node.items() if value}
