"""The command line is a package of its own: what it imports it declares, and people get what was tested."""

import ast
import sys
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from certkeeper_cli import __version__
from infra.bootstrap.environments import REQUIREMENTS, ROOT
from tests.architecture.imports.test_dependencies import imported, pins

FOLDER = ROOT / "cli"
SOURCE = FOLDER / "src" / "certkeeper_cli"
PROJECT = tomllib.loads((FOLDER / "pyproject.toml").read_text())["project"]
DECLARED = {canonicalize_name(one.name): one for one in map(Requirement, PROJECT["dependencies"])}


def test_it_imports_what_it_declares_and_nothing_else() -> None:
    """Besides the standard library; what only comes along with another may be gone with its next release."""
    names = {name for file in SOURCE.rglob("*.py") for name in imported(ast.parse(file.read_text()))}
    assert names - {*sys.stdlib_module_names, "certkeeper_cli"} == {*DECLARED}


def test_its_ranges_hold_what_the_tests_ran_with() -> None:
    """The lock is of this repository's environment; the ranges are for people."""
    locked = pins(REQUIREMENTS / "development.txt")
    for name, requirement in DECLARED.items():
        assert requirement.specifier.contains(locked[name]), requirement


def test_it_bears_one_version() -> None:
    """The distribution, the package and the project are released together."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert PROJECT["version"] == __version__ == project["version"]


def test_it_runs_wherever_the_project_does() -> None:
    """The same Pythons."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert PROJECT["requires-python"] == project["requires-python"]
