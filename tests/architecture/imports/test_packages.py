"""docs/design/packages.md says what is used of each package: those declared, at the places that import them."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement

from infra.bootstrap.environments import ROOT
from tests.architecture.imports.test_dependencies import imported

PAGE = ROOT / "docs" / "design" / "packages.md"
GROUPS = ("runtime", "acme", "cli")
"""What users run. The lines below are of the group `development`."""

BESIDES = {"pydantic", "moto", "pytest"}
IMPORTED_AS = {
    "aws-lambda-powertools": "aws_lambda_powertools",
    "dnspython": "dns",
    "pydantic-core": "pydantic_core",
    "pyjks": "jks",
    "pyyaml": "yaml",
    "uuid-utils": "uuid_utils",
}
"""Where a package's module has another name."""

SOURCES = (ROOT / "layers" / "certkeeper" / "src", ROOT / "cli" / "src", ROOT)
WHOLE = ("certkeeper", "certkeeper_cli", "functions", "infra", "tools")
"""The modules whose imports have to be in the table; tests may import whatever is installed."""


class Row(NamedTuple):
    """A package and the places that import it."""

    package: str
    places: tuple[str, ...]

    @property
    def module(self) -> str:
        """Its name in an import."""
        return IMPORTED_AS.get(self.package, self.package)


def rows() -> list[Row]:
    """The table."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [Row(name.strip("`"), tuple(where.split("`")[1::2])) for name, _, where, _ in cells]


def modules_of(place: str) -> list[Path]:
    """The files of a module or of a package of modules."""
    for source in SOURCES:
        path = source.joinpath(*place.split("."))
        if path.is_dir():
            return sorted(path.rglob("*.py"))
        if path.with_suffix(".py").is_file():
            return [path.with_suffix(".py")]
    raise FileNotFoundError(place)


def importing(module: str, files: list[Path]) -> set[Path]:
    """The files that import a module."""
    return {file for file in files if module in _imports(file)}


@cache
def _imports(file: Path) -> frozenset[str]:
    return frozenset(imported(ast.parse(file.read_text(encoding="utf-8"))))


def test_every_package_that_is_declared_is_explained() -> None:
    """Those of the layers and of the command line, and what the contract and the tests are made with."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    names = {Requirement(each).name for group in GROUPS for each in declared[group]}
    assert sorted(row.package for row in rows()) == sorted(names | BESIDES)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.package)
def test_a_package_is_imported_where_the_table_says_and_nowhere_else(row: Row) -> None:
    """Each place has a module that imports it, and no module outside of the places does."""
    named = {place: modules_of(place) for place in row.places}
    assert [place for place, files in named.items() if not importing(row.module, files)] == []
    everywhere = [file for place in WHOLE for file in modules_of(place)]
    known = {file for files in named.values() for file in files}
    assert {str(file.relative_to(ROOT)) for file in importing(row.module, everywhere) - known} == set()
