"""The words that `docs/glossary.md` refuses, and where they occur in what people write."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from infra.bootstrap.environments import ROOT

GLOSSARY = Path("docs/glossary.md")
SECTION = "## Words that are not used"
KINDS = frozenset({".py", ".md", ".js", ".mjs", ".html", ".css", ".yaml", ".yml", ".toml", ".sh", ".mmd", ""})
"""Suffixes of text that people write; files without one are the Makefile and scripts."""
LEFT_OUT = (
    *("docs/adr/0", "requirements/", "LICENSE", "cli/LICENSE", str(GLOSSARY)),
    *("tests/architecture/repository/word_list.py", "tests/architecture/repository/test_words.py"),
)
"""Decisions keep the words of their day, locks and licences are other people's text; the rest is the list itself."""
PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
"""A word, also as a part of an identifier: `checked_at` and `PersistentRecord` have two."""
ALLOWED = re.compile(
    r"(?<![a-z])look(s|ed|ing)?([ _-][a-z]+){0,2}[ _-]up(?![a-z])|\bus-(east|west|gov|iso)|\.tell\(|\bUS\b"
)
"""A search in a table or in DNS, a region of AWS, a position in a file, and a country."""


@cache
def refused() -> dict[str, str]:
    """Return each refused word, in lower case, with what to say instead, from the table of the glossary."""
    table = (ROOT / GLOSSARY).read_text(encoding="utf-8").partition(SECTION)[2]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| ")][1:]
    return {word.strip().lower(): row[1].strip() for row in rows for word in row[0].split(",")}


def written() -> Iterator[Path]:
    """Yield the files that people write, relative to the root of the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if not name.startswith(LEFT_OUT) and path.suffix in KINDS and path.is_file() and not path.is_symlink():
            yield Path(name)


def faults_of(text: str) -> Iterator[str]:
    """Yield a sentence for each refused word in a text: its line, the word, and what to say instead."""
    phrases = [word for word in refused() if not word.isalpha()]
    for number, line in enumerate(text.splitlines(), 1):
        plain = ALLOWED.sub(" ", line)
        words = {each.lower() for each in PART.findall(plain)}
        found = [word for word in refused() if word in words]
        found += [word for word in phrases if word in (plain.lower() if " " in word else plain.lower().split())]
        found += [word for word in phrases if word.endswith("_") and re.search(rf"\b_?{word.upper()}", plain)]
        for word in found:
            yield f"line {number}: {word!r}; say {refused()[word]}"
