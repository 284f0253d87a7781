"""What a function's code reaches: read from the source, so that imports made later inside functions count too."""

import ast
from collections.abc import Iterator
from pathlib import Path

from infra.bootstrap.environments import ROOT

SOURCE = ROOT / "layers" / "certkeeper" / "src"


def reached(start: Path) -> set[str]:
    """The names of all modules that a file imports, and that modules of ours import in turn; types only aside."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in _imports(parsed(waiting.pop())):
            file = _file(name)
            if name not in found and (file or not name.startswith("certkeeper")):
                found.add(name)
                waiting += [file] if file else []
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
