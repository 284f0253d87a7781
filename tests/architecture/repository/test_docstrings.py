"""The docstrings of public functions stand alone: what one does, what goes in, what comes out, what is raised."""

import ast

import pytest

from tests.architecture.repository.docstrings import faults_of
from tests.architecture.repository.modules import modules, tree_of


@pytest.mark.parametrize("folder", ["layers", "functions", "cli", "infra", "tools"])
def test_every_public_function_says_what_it_does(folder: str) -> None:
    """Tests are not meant: their names are sentences."""
    faults = [
        f"{module}: {fault}"
        for module in modules()
        if module.parts[0] == folder
        for fault in faults_of(tree_of(module))
    ]
    assert faults == [], "\n".join([f"{len(faults)} docstrings:", *faults])


@pytest.mark.parametrize(
    ("function", "fault"),
    [
        ('def read() -> str:\n    """Return."""', "says nothing"),
        ('def read(key: str) -> str:\n    """See `Keys.read`, which returns the key."""', "does not begin with a verb"),
        ('def read(key: str) -> str:\n    """Read the row of a key, once."""', "does not say what it returns"),
        (
            'def drop(key: str) -> None:\n    """Drop the row of a key.\n    """\n    raise KeyError(key)',
            "raises KeyError",
        ),
        ('def drop(key: str) -> None:\n    """Drop the row, if it is there."""', "does not speak of key"),
    ],
)
def test_what_is_missing_is_found(function: str, fault: str) -> None:
    """One function for each check: a check that finds nothing would hold nothing."""
    found = list(faults_of(ast.parse(function)))
    assert len(found) == 1
    assert fault in found[0]


def test_what_is_whole_is_left_alone() -> None:
    """A verb, the key, the result, the error; a property with a noun; what a function is wired with may be left out."""
    source = '''
class Rows:
    """Rows by key."""

    def read(self, key: str, *, clock: object) -> str:
        """Return the row of a key; raise KeyError if there is none."""
        raise KeyError(key)

    @property
    def count(self) -> int:
        """Their number."""
'''
    assert list(faults_of(ast.parse(source))) == []
