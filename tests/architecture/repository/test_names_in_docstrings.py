"""Modules, classes and methods of the package that docstrings name exist: a rename finds the texts."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from infra.bootstrap.environments import ROOT
from tests.architecture.repository.modules import PACKAGE, modules, tree_of

DOTTED = re.compile(r"(?<![\w/.])((?:ports|adapters|services|domain|entrypoints)(?:\.\w+)+)(?![\w/])")
"""A name below one of the package's folders, such as `ports.orders.Orders`."""
METHOD = re.compile(r"See `([A-Z]\w+)\.(\w+)`")


@cache
def members() -> dict[str, set[str]]:
    """Return every name that a module of the package defines at its top, each with what a class of that name has."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in modules():
        if module.is_relative_to(PACKAGE):
            for node in tree_of(module).body:
                for name in _defined(node):
                    found[name] |= {each for inner in getattr(node, "body", ()) for each in _defined(inner)}
    return found


def _defined(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))


def exists(dotted: str) -> bool:
    """Say whether a name below the package is a folder, a module, or what a module defines."""
    parts = dotted.split(".")
    for count in range(len(parts), 0, -1):
        place = ROOT.joinpath(PACKAGE, *parts[:count])
        if place.is_dir() or place.with_suffix(".py").is_file():
            return count == len(parts) or parts[count] in members()
    return False


def texts() -> Iterator[tuple[str, str]]:
    """Give every text in the package and the functions that can be a docstring, with the name of its file."""
    for module in modules():
        if module.is_relative_to(PACKAGE) or module.parts[0] == "functions":
            for node in ast.walk(tree_of(module)):
                if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                    yield str(module), str(node.value.value)


def test_a_docstring_names_what_is_there() -> None:
    """Both spellings are searched for: a dotted name, and `See` with a class and its method."""
    missing = {(module, name) for module, text in texts() for name in DOTTED.findall(text) if not exists(name)}
    missing |= {
        (module, f"{kind}.{method}")
        for module, text in texts()
        for kind, method in METHOD.findall(text)
        if method not in members()[kind]
    }
    assert missing == set()


def test_what_is_not_there_is_missed() -> None:
    """A module that has gone, a class that has gone from a module, and a folder that never was."""
    assert exists("ports.orders.Orders")
    assert not any(map(exists, ("ports.keys.Keys", "ports.orders.Bundles", "ports.orders_")))
