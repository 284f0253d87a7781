"""The licence: one text, where people and installers find it."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from infra.bootstrap.environments import ROOT

APACHE_2_0 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
"""SHA-256 of the text at https://www.apache.org/licenses/LICENSE-2.0.txt, as it is."""


@pytest.mark.parametrize("folder", [ROOT, ROOT / "cli"], ids=["the repository", "the command line"])
def test_what_is_handed_out_names_its_licence_and_brings_the_text(folder: Path) -> None:
    """Installers read the fields (PEP 639), people the file; the command line is installed alone, so it has its own."""
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    assert (project["license"], project["license-files"]) == ("Apache-2.0", ["LICENSE"])
    assert hashlib.sha256((folder / "LICENSE").read_bytes()).hexdigest() == APACHE_2_0
