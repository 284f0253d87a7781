"""Generates docs/reference/api.md: every operation and every document of the API."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from certkeeper.entrypoints.contract import api
from certkeeper.entrypoints.contract.operations import Operation, operations
from certkeeper.entrypoints.http.problem import URN
from tools.generate import openapi
from tools.generate.reference import page
from tools.generate.reference.markdown import code, codes, json_block, prose, sentence, table
from tools.generate.reference.schema import fields, type_of

SOURCE = "layers/certkeeper/src/certkeeper/entrypoints/contract and functions/api"
INTRODUCTION = """\
Certkeeper's operations over HTTP: paths, parameters, bodies, answers, and the problems that each may answer with. The
same in a form for programs: the OpenAPI document [infra/openapi.yaml](../../infra/openapi.yaml). What each code of
an error means, and what to do about it: [errors](errors.md). Who gets which role: [access](../guide/access.md)."""
Node = dict[str, Any]


def files() -> dict[Path, str]:
    """Return the page by its path."""
    document = openapi.document()
    groups = [section for tag in api.TAGS for section in _group(tag, document)]
    documents = [_document(name, schema) for name, schema in sorted(document["components"]["schemas"].items())]
    return page("api.md", "API", SOURCE, INTRODUCTION, prose_of(api.DESCRIPTION), *groups, "## Documents", *documents)


def prose_of(text: str) -> str:
    """Return a text of several paragraphs, each as prose."""
    return "\n\n".join(map(prose, text.strip().split("\n\n")))


def _group(tag: str, document: Node) -> Iterator[str]:
    yield f"## {tag.capitalize()}"
    yield sentence(api.TAGS[tag])
    known = document["components"]["parameters"]
    for path, item in document["paths"].items():
        for method, node in item.items():
            if method != "parameters" and tag in node["tags"]:
                references = [*item.get("parameters", ()), *node.get("parameters", ())]
                parameters = [known[each["$ref"].rpartition("/")[2]] for each in references]
                yield from _operation(operations()[node["operationId"]], f"{method.upper()} {path}", node, parameters)


def _operation(operation: Operation, route: str, node: Node, parameters: Iterable[Node]) -> Iterator[str]:
    yield f"### {operation.name}"
    yield f"`{route}`: {sentence(operation.summary)} {sentence(operation.description)}".rstrip()
    yield f"Who may: {', '.join(operation.roles)}." if not operation.public else "Who may: anyone, without a signature."
    yield table(("parameter", "in", "type", "required", "meaning"), map(_parameter, parameters))
    if body := node.get("requestBody"):
        yield from _body(body)
    yield table(("status", "answer", "headers", "meaning"), _answers(node))
    refusals = operation.all_refusals()
    errors = [(str(each.status), codes(kind.type.removeprefix(URN) for kind in each.kinds)) for each in refusals]
    yield table(("status", "[type of problem](errors.md#types-of-problems)"), errors)


def _parameter(parameter: Node) -> tuple[str, str, str, str, str]:
    said = (code(parameter["name"]), parameter["in"], type_of(parameter["schema"]))
    return (*said, "yes" if parameter.get("required") else "", prose(parameter.get("description", "")))


def _body(body: Node) -> Iterator[str]:
    types = body["content"]
    content = next(iter(types.values()))
    optional = "" if body["required"] else " It may be left out."
    yield f"Body ({codes(types)}): {type_of(content['schema'])}.{optional}"
    if examples := content.get("examples"):
        yield json_block(next(iter(examples.values()))["value"])


def _answers(node: Node) -> Iterator[tuple[str, str, str, str]]:
    for status, answer in node["responses"].items():
        if status < "400":
            schema = next(iter(answer["content"].values()))["schema"]
            headers = codes(name for name in answer["headers"] if name != "Cache-Control")
            yield status, type_of(schema), headers, prose(answer["description"])


def _document(name: str, schema: Node) -> str:
    said = sentence(schema.get("description", ""))
    table_ = fields(schema)
    return "\n\n".join(each for each in (f"### {name}", said, table_ or _first_capital(type_of(schema))) if each)


def _first_capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
