"""JSONPath and intrinsic functions, as far as Certkeeper's definition speaks them (Amazon States Language, "Paths")."""

from __future__ import annotations

import re
from typing import Any

Data = dict[str, Any]

_ARGUMENT = re.compile(r"(?:[^,()]|\([^()]*\))+")
"""Between commas; an argument may be a call itself."""


def read(path: str, data: Data, context: Data) -> Any:  # noqa: ANN401 - any JSON value
    """What stands at `$.a.b`, or at `$$.a.b` in the context object. Raises KeyError where nothing does."""
    found: Any = context if path.startswith("$$") else data
    for name in path.lstrip("$").split(".")[1:]:
        found = found[name]
    return found


def filled(template: Any, data: Data, context: Data) -> Any:  # noqa: ANN401 - any JSON value
    """`Parameters`: every field whose name ends in `.$` is replaced by what it refers to."""
    if not isinstance(template, dict):
        return template
    return {
        name.removesuffix(".$"): (
            _computed(value, data, context) if name.endswith(".$") else filled(value, data, context)
        )
        for name, value in template.items()
    }


def placed(data: Data, path: str | None, result: Any) -> Data:  # noqa: ANN401 - any JSON value
    """`ResultPath`: the input with the result at `$.name`; `null` keeps the input as it is."""
    if path is None:
        return data
    return {**data, path.removeprefix("$."): result}


def _computed(expression: str, data: Data, context: Data) -> Any:  # noqa: ANN401 - any JSON value
    call = re.fullmatch(r"States\.(\w+)\((.*)\)", expression)
    if call is None:
        return read(expression, data, context)
    first, *rest = (_argument(text.strip(), data, context) for text in _ARGUMENT.findall(call[2]))
    match call[1]:
        case "Format":
            return first.format(*rest)
        case "MathAdd":
            return first + rest[0]
    raise NotImplementedError(expression)


def _argument(text: str, data: Data, context: Data) -> Any:  # noqa: ANN401 - any JSON value
    if text.startswith(("$", "States.")):
        return _computed(text, data, context)
    return text[1:-1] if text.startswith("'") else int(text)
