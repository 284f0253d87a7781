"""All Python that people write: its files, their names as modules, and their syntax trees."""

import ast
from functools import cache
from pathlib import Path

from infra.bootstrap.environments import ROOT, SOURCES
from tools.generate import MARK

PACKAGE = Path("layers/certkeeper/src/certkeeper")
CODE = (PACKAGE, *map(Path, ("functions", "cli/src", "infra", "tools", "tests")))


@cache
def modules() -> tuple[Path, ...]:
    """Return the files below CODE, relative to the root, without those that `make generate` writes."""
    found = sorted(file.relative_to(ROOT) for part in CODE for file in (ROOT / part).rglob("*.py"))
    return tuple(module for module in found if MARK not in text_of(module).partition("\n")[0])


@cache
def text_of(module: Path) -> str:
    """Return the text of a file below the root."""
    return (ROOT / module).read_text(encoding="utf-8")


@cache
def tree_of(module: Path) -> ast.Module:
    """Return the syntax tree of a file below the root."""
    return ast.parse(text_of(module))


def name_of(module: Path) -> str:
    """Return the name that a file is imported by; that of the package for its `__init__.py`."""
    source = next(source for source in SOURCES if (ROOT / module).is_relative_to(source))
    parts = (ROOT / module).relative_to(source).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
