"""The modules that a function's code reaches, read from the source, so that imports inside functions count too."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from infra.bootstrap.environments import ROOT

SOURCE = ROOT / "layers" / "certkeeper" / "src"
ENTRYPOINTS = "certkeeper.entrypoints."


def reached(start: Path) -> set[str]:
    """The names of all modules that a file imports, and that Certkeeper's modules import in turn; types only aside."""
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


def used(start: Path) -> set[str]:
    """What a file's code uses of the entry points, and what that uses in turn, with its module.

    A function counts as used wherever its name stands, be it called, handed on or put above another as a decorator.
    """
    found: set[str] = set()
    waiting: list[tuple[str, ast.Module, ast.AST]] = [("", parsed(start), parsed(start))]
    while waiting:
        for name in _names_used(*waiting.pop()) - found:
            found.add(name)
            waiting += _definitions(name)
    return found


def _names_used(name: str, module: ast.Module, code: ast.AST) -> set[str]:
    """What some code of a module (its name, or empty for an `app.py`) uses of entry points, its own module included."""
    known = {each: f"{name}.{each}" for node in module.body for each in _defined(node)} if name else {}
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module and f"{node.module}.".startswith(ENTRYPOINTS):
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    used_names = {known[each.id] for each in ast.walk(code) if isinstance(each, ast.Name) and each.id in known}
    for each in ast.walk(code):
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id in known:
            used_names.add(f"{known[each.value.id]}.{each.attr}")
    return used_names


def _definitions(name: str) -> list[tuple[str, ast.Module, ast.AST]]:
    """Where a module defines a name: one statement, or none where the name is a module's."""
    module_name, _, own = name.rpartition(".")
    file = _file(module_name)
    if file is None:
        return []
    module = parsed(file)
    return [(module_name, module, node) for node in module.body if own in _defined(node)]


def _defined(node: ast.stmt) -> set[str]:
    """The names that a statement at the top of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {target.id for target in targets if isinstance(target, ast.Name)}


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
    """The file of one of Certkeeper's modules, or None."""
    path = SOURCE.joinpath(*name.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.exists()), None)
