"""Writes every generated file (`make generate`), or with `--check` names those that differ (ADR 83).

A generator is a module with `files() -> dict[Path, str]`: the absolute path of each file, and its whole text. It reads
its sources and writes nothing. A file that is generated whole has `MARK` in its first line, so that one that no
generator makes any more is found too; of docs/adr/README.md one section is generated, and says so.
"""

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType

from infra.bootstrap.environments import ROOT
from tools.generate import (
    MARK,
    decisions,
    events,
    exported,
    openapi,
    operations,
    page_types,
    settings,
    statemachine,
    template,
    words,
)
from tools.generate.reference.pages import PAGES

GENERATORS: tuple[ModuleType, ...] = (
    *(decisions, openapi, operations, events, exported, page_types, settings, statemachine, template, words),
    *PAGES,
)
"""A file belongs to one of them only."""


def generated(generators: Iterable[ModuleType] = GENERATORS) -> dict[Path, str]:
    """Return the whole text of every generated file by path, as the generators make it.

    Raises ValueError where two of them make the same file, and for a file that does not say that it is generated.
    """
    found: dict[Path, str] = {}
    for generator in generators:
        files: dict[Path, str] = generator.files()
        if twice := files.keys() & found.keys():
            raise ValueError(f"{generator.__name__}: another generator makes {min(twice)} too")
        if silent := [path for path, text in files.items() if MARK not in text]:
            raise ValueError(f"{generator.__name__}: {silent[0]} does not say that it is generated")
        found |= files
    return found


def differing(files: Mapping[Path, str]) -> list[Path]:
    """Return the paths of files that are missing, differ, or bear the mark and are made no more."""
    changed = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    beside = {each for path in files for each in path.parent.glob("*") if each.is_file() and each not in files}
    left = [path for path in beside if MARK in path.read_text(encoding="utf-8", errors="replace").partition("\n")[0]]
    return sorted([*changed, *left])


def write(files: Mapping[Path, str]) -> list[Path]:
    """Write the files that differ, remove generated ones that are made no more, and return the paths of both."""
    changed = differing(files)
    for path in changed:
        if path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], encoding="utf-8")
        else:
            path.unlink()
    return changed


def main(arguments: list[str]) -> int:
    """Write the files, or compare them if the arguments have `--check`; return 1 for a difference, else 0."""
    parser = argparse.ArgumentParser(prog="make generate", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing, and fail on a difference")
    checking: bool = parser.parse_args(arguments).check
    changed = (differing if checking else write)(generated())
    for path in (each.relative_to(ROOT) for each in changed):
        print(f"{path} is not what its sources make of it; run: make generate" if checking else f"wrote {path}")
    return 1 if checking and changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
