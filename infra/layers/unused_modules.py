"""Leaving out what boto3 imports each time and no function runs: writers of documentation, S3 transfers, HTTP/2.

The modules stay, emptied: whatever is imported from one is a placeholder that can be named and made, as boto3 does
while it is imported, and that raises when it is called. docs/design/cold-starts.md says what this saves.

The reasons are in ADR 86.
"""

import shutil
from pathlib import Path

UNUSED = ("boto3/docs", "botocore/docs", "s3transfer", "urllib3/http2/__init__.py")
"""`docs` writes what `help()` shows of a client, s3transfer has `upload_file` and its like of S3's client, and urllib3
reads which version of h2 is installed in case that a program asks it to speak HTTP/2."""

REASON = "Left out of this layer by infra/layers/unused_modules.py: no function of Certkeeper uses it."
EMPTY = f'"""{REASON}"""\n'
"""What becomes of a package's `__init__.py`: its modules are found as before."""

PLACEHOLDERS = (
    EMPTY
    + """

class Absent:
    def __init__(self, *_, **__):
        pass

    def __getattr__(self, name):
        return _refuse


def _refuse(*_, **__):
    raise RuntimeError(__doc__)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return Absent
"""
)
"""What becomes of any other module."""


class ModulesMissing(Exception):
    """What is to be left out is not there: boto3 has changed, and what a function never runs has to be found again."""


def empty(packages: Path) -> None:
    """Empty the modules of UNUSED below `packages`, the folder that Python imports from. Raises ModulesMissing."""
    for name in UNUSED:
        place = packages / name
        modules = [place] if place.is_file() else sorted(place.rglob("*.py"))
        if not modules:
            raise ModulesMissing(name)
        for module in modules:
            module.write_text(EMPTY if module.name == "__init__.py" else PLACEHOLDERS, encoding="utf-8")
            shutil.rmtree(module.parent / "__pycache__", ignore_errors=True)
