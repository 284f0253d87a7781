"""The largest sizes of a module, a function, a folder and the runtime package (ADR 88)."""

import ast
from collections import Counter
from pathlib import Path

from infra.bootstrap.environments import ROOT
from tests.architecture.repository.modules import PACKAGE, modules, text_of, tree_of

PAGE = Path("cli/src/certkeeper_cli/console/static")
"""Its JavaScript has modules and folders, too."""

MAX_LINES = 300
MAX_LINES_OF_TESTS = 400
"""Of one module, blank lines and comments with it; a table of cases is longer than the code that it is for."""
MAX_LINES_OF_A_FUNCTION = 40
"""From its `def` to its end, docstring and all."""
MAX_MODULES_OF_A_FOLDER = 15
MAX_MODULES_OF_THE_PACKAGE = 325
"""Both are counted without `__init__.py`."""
MAX_LINES_OF_GENERATORS = {"tools/generate": 1_130, "tools/generate/reference": 600}
"""All of a folder together: what is read and tested to trust what it writes (ADRs 83, 91, 92 and 97).

The reference has a limit of its own: nothing that is deployed comes from it.
"""

LARGER_FOLDERS: dict[str, str] = {}
LONGER_FUNCTIONS: dict[str, str] = {}
"""Exceptions, each with its reason. One that is not needed any more fails."""


def test_no_module_is_too_long() -> None:
    """One that grows beyond it has got a second subject."""
    lengths = {module: len(text_of(module).splitlines()) for module in modules()}
    assert {module: length for module, length in lengths.items() if length > most_lines(module)} == {}


def most_lines(module: Path) -> int:
    """Return how many lines a module may have."""
    return MAX_LINES_OF_TESTS if module.parts[0] == "tests" else MAX_LINES


def test_generators_stay_small_together() -> None:
    """What is declared stands in the contract, the settings and the rooms; they only write it down."""
    for folder, most in MAX_LINES_OF_GENERATORS.items():
        files = [*(ROOT / folder).glob("*.py")]
        assert files
        assert sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files) < most, folder


def test_no_function_is_too_long() -> None:
    """It fits on a screen."""
    longer = {
        f"{module}:{node.name}": length
        for module in modules()
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_LINES_OF_A_FUNCTION
    }
    assert longer.keys() == LONGER_FUNCTIONS.keys(), longer


def test_no_folder_has_too_many_modules() -> None:
    """All names of a folder are read at one glance."""
    scripts = [file.relative_to(ROOT) for file in (ROOT / PAGE).rglob("*.js")]
    counts = Counter(module.parent for module in (*modules(), *scripts) if module.name != "__init__.py")
    larger = {str(folder): count for folder, count in counts.items() if count > MAX_MODULES_OF_A_FOLDER}
    assert larger.keys() == LARGER_FOLDERS.keys(), larger


def test_the_runtime_package_stays_small() -> None:
    """Somebody who reads fifty modules a day has read it in a week.

    An `__init__.py`, which says what its folder is about, is not counted.
    """
    counted = [module for module in modules() if module.is_relative_to(PACKAGE) and module.name != "__init__.py"]
    assert len(counted) <= MAX_MODULES_OF_THE_PACKAGE
