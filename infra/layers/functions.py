"""The code of all functions, in the form in which each of them gets it: the folders of `functions`, and the package.

All of them have the same code, and the template's `Handler` says which module of it a function runs. A release of
Certkeeper is then one archive, and Lambda replaces it in one call (ADR 95).
"""

import shutil
from pathlib import Path

from infra.bootstrap.environments import ROOT
from infra.layers.target import Target

PACKAGE = ROOT / "layers" / "certkeeper" / "src" / "certkeeper"
FUNCTIONS = ROOT / "functions"
SOURCES = (PACKAGE, FUNCTIONS)

_CHECK = '''"""{docstring}

`infra.layers` has written this module when it built for Python {version} on {machine}. It is imported before anything
that only this Python or this processor can load, and says so where they are others.
"""

import os
import sys

if (running := ("%d.%d" % sys.version_info[:2], os.uname().machine)) != ({version!r}, {machine!r}):
    raise ImportError(
        "Certkeeper was built for Python {version} on {machine} and cannot run on Python %s on %s. "
        "Deploy with `make deploy`, which builds for the runtime and the architecture of the stack." % running
    )
'''


def copy_code(target: Target, folder: Path) -> None:
    """Write the source of all functions, and of the package that they share, into the folder.

    Its first module refuses to run on anything but the target's Python and processor.
    """
    shutil.copytree(PACKAGE, folder / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(FUNCTIONS, folder / FUNCTIONS.name, ignore=shutil.ignore_patterns("__pycache__", "*.yaml"))
    first = folder / FUNCTIONS.name / "__init__.py"
    docstring = first.read_text(encoding="utf-8").strip().strip('"')
    first.write_text(
        _CHECK.format(docstring=docstring, version=target.version, machine=target.machine), encoding="utf-8"
    )
