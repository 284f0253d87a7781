"""What a function's code reaches: read from the source, so that imports made later inside functions count too."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from infra.bootstrap.environments import ROOT

SOURCE = ROOT / "layers" / "certkeeper" / "src"


def reached(start: Path) -> set[str]:
    """The names of all modules that a file imports, and that modules of ours import in turn; types only aside."""
    return set(importers(start))


def importers(start: Path) -> dict[str, str]:
    """Each of the modules that a file reaches, by the one that imports it first; `start` itself is an empty name."""
    found: dict[str, str] = {}
    waiting = [("", start)]
    while waiting:
        importer, path = waiting.pop()
        for name in _imports_of(path):
            file = _file(name)
            if name not in found and (file or not name.startswith("certkeeper")):
                found[name] = importer
                waiting += [(name, file)] if file else []
    return found


def parsed(file: Path) -> ast.Module:
    """The code of a file."""
    return ast.parse(file.read_text(encoding="utf-8"))


def calls_of(code: ast.AST, module: str) -> set[str]:
    """The functions of a module that some code calls as `module.function()`."""
    called = (node.func for node in ast.walk(code) if isinstance(node, ast.Call))
    return {
        each.attr
        for each in called
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == module
    }


@cache
def _imports_of(path: Path) -> tuple[str, ...]:
    return tuple(_imports(parsed(path)))


def _imports(node: ast.AST) -> Iterator[str]:
    """`from a import b` may mean the module a.b; which of the two there is, `_file` knows."""
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    for child in ast.iter_child_nodes(node):
        yield from _imports(child)


def _file(name: str) -> Path | None:
    """The file of a module of ours, or None."""
    path = SOURCE.joinpath(*name.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.exists()), None)
