"""Every module is run or imported by something, and pytest collects every test."""

import ast
import tomllib
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple

from infra.bootstrap.environments import ROOT
from tests.architecture.repository.modules import modules, name_of, tree_of

TEST_FILES = ("test_*.py", "*_test.py")
"""What pytest collects where `python_files` is not set."""

RUN_BY_NAME = {"__init__.py", "__main__.py", "conftest.py"}
FOUND_OTHERWISE = {
    "certkeeper.adapters.dynamodb.rows.migration": "for a release that changes a key pattern (ADR 85); tests run it",
    "certkeeper.entrypoints.contract.responder": "`operations` reads every module of its package",
}
"""Modules that no import and no text leads to, each with what does. One that is not needed any more fails."""


class Uses(NamedTuple):
    """What modules lead to: the names that they import, and their texts without whitespace."""

    imports: frozenset[str]
    texts: frozenset[str]


def is_test(file: Path) -> bool:
    """Say whether pytest takes a file of this name for tests."""
    return any(fnmatchcase(file.name, pattern) for pattern in TEST_FILES)


def uses(module: Path) -> Uses:
    """Return what one module leads to, itself aside."""
    imports: set[str] = set()
    texts: set[str] = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            imports |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imports |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not any(map(str.isspace, node.value)):
            texts.add(node.value)
    return Uses(frozenset(imports - {name_of(module)}), frozenset(texts))


@cache
def uses_of_all(*, tests: bool) -> Uses:
    """Return what all modules lead to: those of tests, or all others."""
    found = [uses(module) for module in modules() if (module.parts[0] == "tests") == tests]
    return Uses(*(frozenset().union(*sets) for sets in zip(*found, strict=True)))


def is_program(module: Path) -> bool:
    """Say whether a module does something when it is run: by Python, or by Lambda, which calls `handler` in app.py."""
    body = tree_of(module).body
    if module.name == "app.py":
        return any(isinstance(node, ast.FunctionDef) and node.name == "handler" for node in body)
    return any(isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'" for node in body)


def is_used(module: Path, by: Uses) -> bool:
    """Say whether a module is imported, or named: with its package (`services.log_drain`) or as a file (`floor.py`)."""
    name = name_of(module)
    parts = name.split(".")
    named = {".".join(parts[at:]) for at in range(len(parts) - 1)} | {module.name}
    return name in by.imports or bool(named & by.texts)


def orphans() -> set[str]:
    """Return the modules that nothing leads to; tests lead to modules of tests only."""
    found = set()
    for module in modules():
        in_tests = module.parts[0] == "tests"
        if module.name in RUN_BY_NAME or is_program(module) or (in_tests and is_test(module)):
            continue
        if not is_used(module, uses_of_all(tests=False)) and not (
            in_tests and is_used(module, uses_of_all(tests=True))
        ):
            found.add(name_of(module))
    return found


def test_every_module_is_run_or_imported() -> None:
    """What only its own test leads to is deleted with it."""
    assert orphans() == FOUND_OTHERWISE.keys()


def test_every_test_file_is_below_the_paths_that_pytest_collects() -> None:
    """`testpaths` in pyproject.toml; folders whose name begins with a point hold no code of the project."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    folders = [folder for folder in ROOT.iterdir() if folder.is_dir() and not folder.name.startswith(".")]
    files = [file.relative_to(ROOT) for folder in folders for file in folder.rglob("*.py") if is_test(file)]
    assert files
    assert [file for file in files if not any(file.is_relative_to(path) for path in settings["testpaths"])] == []


def test_no_test_is_in_a_module_that_pytest_does_not_collect() -> None:
    """A function at the top of a module; methods of classes that tests inherit stand in modules of other names."""
    left_out = [
        f"{module}:{node.name}"
        for module in modules()
        if not (module.parts[0] == "tests" and is_test(module))
        for node in tree_of(module).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert left_out == []
